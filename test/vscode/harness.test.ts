import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  setTheme,
  statusItem,
  type Workbench,
  webview,
} from '../support/workbench.ts';
import {
  acceptGhostText,
  moveCursor,
  readGhostText,
  save,
  typeText,
  waitForGhostText,
  waitForNoGhostText,
} from '../support/workbenchEditor.ts';
import { startWorkbenchServer, type WorkbenchServer } from '../support/workbenchServer.ts';
import { runHostTests } from '../support/workbenchTests.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const fixtures = path.join(root, 'test', 'support', 'fixtures');
const extensionFolder = path.join(fixtures, 'ghost-extension');

describe('the harness: a page on the web workbench', function () {
  this.timeout(120_000);
  let server: WorkbenchServer;
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    browser = await launchBrowser();
    server = await startWorkbenchServer({
      extensionFolders: [extensionFolder],
      files: { 'src/boo.ts': 'const first = 1;\n\nconst last = 2;\n' },
    });
    workbench = await openWorkbench(browser, server, { file: 'src/boo.ts', line: 2 });
    await statusItem(workbench.page, 'Ghost ready').waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.dispose();
  });

  it('reads ghost text, and Tab inserts exactly that', async () => {
    const { page } = workbench;
    assert.equal(await readGhostText(page), '');
    await typeText(page, 'function ghost');
    const shown = await waitForGhostText(page);
    assert.equal(shown, '(name: string) {\n  return `boo, ${name}`;\n\n}');

    await acceptGhostText(page);
    await save(page);
    assert.equal(await server.readFile('src/boo.ts'), `const first = 1;\nfunction ghost${shown}\nconst last = 2;\n`);
  });

  it('sees ghost text go', async () => {
    const { page } = workbench;
    await moveCursor(page, 1, 17);
    await typeText(page, ' // ghost');
    await waitForGhostText(page);
    await page.keyboard.press('Escape');
    await waitForNoGhostText(page);
  });

  it('takes a theme over while the window is open', async () => {
    await setTheme(workbench, server, 'highContrast');
    await setTheme(workbench, server, 'light');
    await setTheme(workbench, server, 'dark');
    const picture = await workbench.page.screenshot({ animations: 'disabled' });
    assert.equal(picture.subarray(1, 4).toString(), 'PNG');
  });

  it('refuses an outside address and keeps it, but not what a webview loads of its own', async () => {
    const { page, network } = workbench;
    assert.deepEqual(network.refused, []);
    await runCommand(page, 'Ghost: Open Page');
    const paragraph = webview(page).locator('#ghost');
    await paragraph.waitFor();
    await eventually('the color', async () => (await paragraph.evaluate(colorOf)) === 'rgb(1, 2, 3)');
    assert.deepEqual(network.refused, ['https://outside.invalid/picture.png']);
  });

  it('opens a second window on the same server', async () => {
    const second = await openWorkbench(browser, server, { file: 'src/boo.ts', line: 1, column: 17 });
    await statusItem(second.page, 'Ghost ready').waitFor();
    await second.close();
  });
});

describe('the harness: mocha in the extension host', function () {
  this.timeout(120_000);

  it('tells of passed and pending tests', async () => {
    const tests = await runFixture('passing');
    assert.deepEqual(tests, [
      { title: 'ghost activates and has its command', outcome: 'passed' },
      { title: 'ghost sees the workspace', outcome: 'passed' },
      { title: 'ghost is for later', outcome: 'pending' },
    ]);
  });

  it('tells of a failed test', async () => {
    const tests = await runFixture('failing');
    assert.deepEqual(
      tests.map(({ title, outcome }) => [title, outcome]),
      [
        ['ghost passes', 'passed'],
        ['ghost fails', 'failed'],
      ],
    );
    assert.match(tests[1]?.error ?? '', /AssertionError.*'boo'.*'hoo'/s);
  });

  it('fails where the extension host dies in the middle', async () => {
    await assert.rejects(runFixture('dying'), /ended before its tests did; the last that ended was: ghost passes/);
  });
});

async function runFixture(name: string): Promise<Awaited<ReturnType<typeof runHostTests>>> {
  const testBundlePath = path.join(root, 'dist', 'harness', `${name}.cjs`);
  await mkdir(path.dirname(testBundlePath), { recursive: true });
  await build({
    entryPoints: [path.join(fixtures, 'ghost-tests', `${name}.ts`)],
    outfile: testBundlePath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'error',
  });
  return runHostTests({ extensionFolder, testBundlePath, files: { 'a.txt': '' }, timeoutMs: 60_000 });
}

/** Runs in the page, whose types this project does not load. */
function colorOf(element: object): string {
  const page = globalThis as unknown as { getComputedStyle(of: object): { color: string } };
  return page.getComputedStyle(element).color;
}
