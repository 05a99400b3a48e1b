import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { statisticsText } from '../../src/host/statistics/statisticsFile.ts';
import { axeViolations } from '../support/axe.ts';
import { eventually } from '../support/eventually.ts';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { pictureSettings, screenshotsFolder } from '../support/screenshots.ts';
import { typicalStatistics } from '../support/typicalStatistics.ts';
import {
  activeEditor,
  launchBrowser,
  openWorkbench,
  runCommand,
  setTheme,
  statusItem,
  type Workbench,
  webview,
} from '../support/workbench.ts';
import { acceptGhostText, readGhostText, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

const fibonacci = 'export function fibonacci(n: number): number {\n  if (n < 2) {\n    return n;\n  }\n\n}\n';
/** Without the list of suggestions: Tab would take its items. */
const settings = { ...pictureSettings, 'leeward.engine.threads': 1, 'editor.quickSuggestions': { other: 'off' } };

describe('statistics, seen by a user', function () {
  this.timeout(300_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  let path: string;

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({ files: { 'fibonacci.ts': fibonacci }, settings });
    window = await openWorkbench(browser, leeward.server, {
      file: 'fibonacci.ts',
      line: 5,
      viewport: { width: 1000, height: 1000 },
    });
    path = join(
      dirname(leeward.server.workspaceFolder),
      'user-data/User/globalStorage/leeward.leeward/statistics/statistics.json',
    );
    await statusItem(window.page, /SmolLM2/).waitFor({ timeout: 120_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const figure = (name: string) =>
    webview(window.page).locator('.summary > div', { has: window.page.locator(`dt:text-is("${name}")`) });

  const backToEditor = async () => {
    await window.page.locator('.tab', { hasText: 'fibonacci.ts' }).click();
    await window.page.locator(`${activeEditor} .view-lines`).waitFor();
  };

  it('have nothing before anything was completed', async () => {
    await runCommand(window.page, 'Leeward: Show Statistics');
    await webview(window.page).getByText('No completion has been counted yet.').waitFor();
    assert.equal(await webview(window.page).getByRole('button').count(), 0);
  });

  it('have a completion that was typed for and accepted, and one that was accepted in part', async () => {
    const { page } = window;
    await backToEditor();
    await typeText(page, '  return fib', 50);
    await waitForGhostText(page);
    await acceptGhostText(page);
    await runCommand(page, 'Leeward: Show Statistics');
    await figure('Accepted').getByText('1', { exact: true }).waitFor();
    assert.match((await figure('Accepted').textContent()) ?? '', /^Accepted1 \d+ %$/);
    await backToEditor();
    await typeText(page, '\n  return fib', 50);
    const shown = await waitForGhostText(page);
    assert.match(shown, /^\w{2}/, 'a word of several letters');
    await page.keyboard.press('ControlOrMeta+ArrowRight');
    await eventually('the rest', async () => (await readGhostText(page)) !== shown);
    await runCommand(page, 'Leeward: Show Statistics');
    await figure('Accepted')
      .getByText(/^\d+ %, 1 in part$/)
      .waitFor();
  });

  it('have how much of it is still there half a minute later', async () => {
    await figure('Kept after 30 s').getByText('of 2 looked at; 100 % of the text').waitFor({ timeout: 120_000 });
  });

  it('are on the disk, without a word of what was completed', async () => {
    const text = await eventually('the file', async () => existsSync(path) && (await readFile(path, 'utf8')), 120_000);
    assert.match(text, /"languageId":"typescript"/);
    assert.doesNotMatch(text, /fib|return|workspace/);
  });

  it('are deleted, with their file, once that was confirmed', async () => {
    const { page } = window;
    const button = webview(page).getByRole('button', { name: 'Delete Statistics...' });
    const dialog = page.locator('.monaco-dialog-box');
    await button.click();
    await dialog.getByText('Cancel').click();
    await dialog.waitFor({ state: 'hidden' });
    assert.ok(existsSync(path));
    await button.click();
    await dialog.getByText('Delete', { exact: true }).click();
    await webview(page).getByText('No completion has been counted yet.').waitFor();
    assert.ok(!existsSync(path));
  });

  it('can be read in every theme, and in a narrow window', async () => {
    const { page } = window;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, statisticsText({ id: 'typical', statistics: typicalStatistics(localDay()) }));
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: join(screenshotsFolder, `statistics-${name}.png`), animations: 'disabled' });
      const main = await webview(page).locator('main').elementHandle();
      const frame = (await main?.ownerFrame()) ?? assert.fail('no page');
      found.push(...(await axeViolations(frame)).map((violation) => `${name}: ${violation}`));
      const [inner, outer] = (await frame.evaluate(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      )) as [number, number];
      if (inner > outer) found.push(`${name}: is wider than the page`);
    };
    await runCommand(page, 'Leeward: Show Statistics');
    await figure('Shown').getByText('1,474').waitFor();
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await setTheme(window, leeward.server, theme, settings);
      await look(theme);
    }
    await page.setViewportSize({ width: 560, height: 1000 });
    await webview(page).getByText('By day, as a table').click();
    await look('narrow');
    assert.deepEqual(found, []);
  });

  it('are counted no more where the setting is off, which the page says', async () => {
    await leeward.server.writeSettings({ ...settings, 'leeward.statistics.enable': false });
    await webview(window.page).getByText('Nothing is counted at the moment').waitFor();
  });

  it('need no address but loopback', () => assert.deepEqual(window.network.refused, []));
});

/** As the page has it. */
function localDay(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
