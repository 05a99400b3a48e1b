import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { promptText } from '../../src/core/prompt/segments.ts';
import { eventually } from '../support/eventually.ts';
import { Gate } from '../support/fakeEngine.ts';
import { asTest } from '../support/innerTests.ts';
import { extensionFolder } from '../support/leewardWorkbench.ts';
import { pictureSettings, screenshotsFolder } from '../support/screenshots.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';
import { launchBrowser, openWorkbench, setTheme, statusItem, type Workbench } from '../support/workbench.ts';
import { save } from '../support/workbenchEditor.ts';
import { startWorkbenchServer, type WorkbenchServer } from '../support/workbenchServer.ts';
import { runHostTests } from '../support/workbenchTests.ts';

const head = `import { readFile } from 'node:fs/promises';

export interface Line {
  readonly priceCents: number;
  readonly count: number;
}

`;
const written = `export async function total(path: string): Promise<number> {
  const text = await readFile(path, 'utf8');
  const lines: Line[] = JSON.parse(text);
  let sum = 0;
  for (const line of lines) {
    sum = sum + line.priceCents * line.count;
  }
  if (sum < 0) {
    return 0;
  } else {
    return sum;
  }
}
`;
const rewritten = `export async function total(path: string): Promise<number> {
  const text = await readFile(path, 'utf8');
  const lines: readonly Line[] = JSON.parse(text);
  let sum = 0;
  for (const line of lines) {
    sum += line.priceCents * line.count;
  }
  return Math.max(0, sum);
}
`;

const testBundlePath = join(extensionFolder, 'dist', 'test', 'runReview.cjs');
const timeoutMs = 900_000;

describe('reviews in the extension host', function () {
  this.timeout(timeoutMs + 60_000);

  // What the bundle holds is known only after its run: each of its tests then becomes one of this suite.
  before(async function () {
    assert.ok(existsSync(testBundlePath), `${testBundlePath} is missing: run \`npm run build -- --tests\`.`);
    const suite = this.test?.parent;
    assert.ok(suite, 'this hook is in no suite');
    const tests = await runHostTests({
      extensionFolder,
      testBundlePath,
      files: { 'a.ts': '' },
      settings: { 'leeward.enable': false },
      timeoutMs,
    });
    for (const test of tests) suite.addTest(asTest(test));
  });

  it('are looked at to the end', () => undefined);
});

describe('a review, as a user has it', function () {
  this.timeout(180_000);
  let browser: Browser;
  let server: WorkbenchServer;
  let engine: ScriptedEngine;
  let runtimeDirectory: string;
  let window: Workbench;
  let page: Page;
  /** In the middle of the first answer. */
  const gate = new Gate();

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    runtimeDirectory = await mkdtemp(join(tmpdir(), 'leeward-run-'));
    browser = await launchBrowser();
    server = await startWorkbenchServer({
      extensionFolders: [extensionFolder],
      files: { 'src/invoice.ts': head + written },
      settings: pictureSettings,
      env: { LEEWARD_RUNTIME_DIR: runtimeDirectory },
    });
    const enginePath = join(
      dirname(server.workspaceFolder),
      'extensions',
      'leeward.leeward-0.1.0',
      'dist',
      'engine.mjs',
    );
    engine = await ScriptedEngine.start(runtimeDirectory, enginePath, ({ segments }) => {
      const prompt = promptText(segments);
      const answer = `\`\`\`typescript\n${rewritten}\`\`\``;
      const begun = Array.from(answer, (_, index) => answer.slice(0, index + 1)).findLast((start) =>
        prompt.endsWith(start),
      );
      const rest = answer.slice(begun?.length ?? 0);
      return { deltas: rest.split(/(?<=\n)/), gates: new Map([[6, gate]]) };
    });
    window = await openWorkbench(browser, server, {
      file: 'src/invoice.ts',
      line: 11,
      viewport: { width: 1280, height: 760 },
    });
    page = window.page;
    await statusItem(page, /Leeward/).waitFor({ timeout: 90_000 });
  });
  after(async () => {
    await browser?.close();
    await server?.dispose();
    await engine?.dispose();
    await rm(runtimeDirectory, { recursive: true, force: true });
  });

  const screenshot = (name: string) =>
    page.screenshot({ path: join(screenshotsFolder, `review-${name}.png`), animations: 'disabled' });
  const lens = (text: RegExp) => page.locator('.codelens-decoration a', { hasText: text });
  const hunks = (count: number) =>
    eventually(`${count} hunks`, async () => (await lens(/^\s*Accept\s*$/).count()) === count);
  const tab = () => page.locator('.tab', { hasText: 'invoice.ts (Simplify)' });
  const file = () => server.readFile('src/invoice.ts');
  const simplify = async () => {
    // Not by `runCommand`, which waits for the list of commands to go: the next list takes its place.
    const widget = page.locator('.quick-input-widget');
    await page.keyboard.press('F1');
    await widget.locator('input').fill('>Leeward: Refactor...');
    await widget.locator('.monaco-list-row', { hasText: 'Leeward: Refactor...' }).first().waitFor();
    await page.keyboard.press('Enter');
    await widget.locator('.monaco-list-row', { hasText: 'Extract Function' }).first().waitFor();
    await widget.locator('input').fill('Simplify');
    await widget.locator('.monaco-list-row', { hasText: 'Simplify' }).first().waitFor();
    await page.keyboard.press('Enter');
    await tab().waitFor();
  };

  it('shows what is written as a diff, with a way to stop', async () => {
    await simplify();
    await page.locator('.codelens-decoration', { hasText: 'Leeward is writing' }).waitFor();
    await lens(/^Stop \(Escape\)$/).waitFor();
    await screenshot('writing');
  });

  it('has on both sides what is typed on its left, where it is undone too', async () => {
    const typed = (side: string) => page.locator(`.${side}-in-monaco-diff-editor .view-line`, { hasText: '{typed' });
    const left = page.locator('.original-in-monaco-diff-editor .view-line', { hasText: 'interface' });
    await left.click();
    await page.keyboard.press('End');
    // One word is one step for undo.
    await page.keyboard.type('typed');
    await typed('modified').waitFor();
    await screenshot('typed');
    gate.open();
    await hunks(3);
    await left.click();
    await page.keyboard.press('Control+Z');
    await typed('modified').waitFor({ state: 'detached' });
    await hunks(3);
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await page.locator('.modified-in-monaco-diff-editor .view-line', { hasText: 'readonly Line' }).click();
  });

  it('says what was checked, in each theme', async () => {
    await page.locator('.codelens-decoration', { hasText: 'Parses.' }).waitFor();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await setTheme(window, server, theme, pictureSettings);
      await hunks(3);
      await screenshot(theme);
    }
  });

  it('is decided by keys, each decision taken back by one', async () => {
    await page.keyboard.press('Alt+F5');
    await page.keyboard.press('Alt+Enter');
    await hunks(2);
    await page.keyboard.press('Alt+Backspace');
    await hunks(1);
    await page.locator('.codelens-decoration', { hasText: 'As first proposed: How it is called' }).waitFor();
    await screenshot('decided');
    await page.keyboard.press('Control+Z');
    await hunks(2);
    await page.keyboard.press('Control+Z');
    await hunks(3);
    // It needs no saving: it is as it was.
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 700, height: 760 });
    await hunks(3);
    await screenshot('narrow');
    await page.setViewportSize({ width: 1280, height: 760 });
    await page.keyboard.press('Shift+Alt+Enter');
    await tab().waitFor({ state: 'detached' });
    await save(page);
    assert.equal(await file(), head + rewritten);
    await page.keyboard.press('Control+Z');
    await save(page);
    assert.equal(await file(), head + written);
  });

  it('is decided by the mouse', async () => {
    await simplify();
    await hunks(3);
    await lens(/^\s*Accept\s*$/)
      .first()
      .click();
    await hunks(2);
    await lens(/^Reject All$/).click();
    await tab().waitFor({ state: 'detached' });
    await save(page);
    assert.equal(await file(), head + written.replace('lines: Line[]', 'lines: readonly Line[]'));
  });

  it('is gone when the window is loaded again', async () => {
    await simplify();
    await hunks(2);
    await page.reload();
    await statusItem(page, /Leeward/).waitFor({ timeout: 90_000 });
    await tab().waitFor({ state: 'detached' });
  });
});
