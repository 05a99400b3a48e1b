import { strict as assert } from 'node:assert';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import {
  activeEditor,
  launchBrowser,
  openWorkbench,
  runCommand,
  statusItem,
  type Workbench,
  webview,
} from '../support/workbench.ts';
import { moveCursor, save, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

const price = `/** Sum of what is in the basket, without tax. */
export function basketTotal(prices: readonly number[], shippingCents: number): number {
  return prices.reduce((sum, price) => sum + price, shippingCents);
}
`;
const shop = `import { basketTotal } from './price.ts';

export function invoice(prices: number[]): string {
  const total = basketTotal(prices, 499);
  return String(total);
}

export function receipt(prices: number[]): number {

}
`;
const key = `AKIA${'Q7WZ3JX5N2VB6T4K'}`;
const files = {
  'src/price.ts': price,
  'src/shop.ts': shop,
  '.gitignore': 'private/\n',
  'private/basket.ts': 'export function basketTotal(hidden: string): void {}\n',
  '.env': `BASKET_TOTAL_TOKEN=${key}\n`,
  'src/keys.ts': `export const basketTotalKey = '${key}';\nexport function basketTotalLabel(): string {\n  return 'basket';\n}\n`,
};
const settings = { 'leeward.engine.gpu': 'cpu', 'leeward.engine.threads': 1, 'typescript.validate.enable': false };

describe('context of the repository, seen by a user', function () {
  this.timeout(120_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;

  before(async () => {
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({ files, settings });
    window = await openWorkbench(browser, leeward.server, { file: 'src/shop.ts', line: 9 });
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await statusItem(window.page, /SmolLM2/).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const page = (): ReturnType<typeof webview> => webview(window.page);
  const snippets = (kind: string, path: RegExp): Locator =>
    page()
      .locator('ol > li', { has: window.page.locator('a', { hasText: path }) })
      .filter({ has: window.page.locator('.kind', { hasText: kind }) });
  /** The signatures that are quoted from a file. */
  const definitions = (path: RegExp): Locator => snippets('definition', path);

  it('shows the definition of what is imported, and why it is there', async () => {
    await runCommand(window.page, 'Leeward: Show Context');
    await page().getByRole('heading', { name: 'Context for src/shop.ts:9' }).waitFor();
    const found = definitions(/^src\/price\.ts:/);
    await found.getByText('basketTotal(prices: readonly number[], shippingCents: number): number').waitFor();
    await found.getByText('imported from ./price.ts').waitFor();
    await found.getByText(/score \d\.\d\d, \d+ tokens/).waitFor();
    await page()
      .getByText(/\d files with \d+ definitions indexed\.$/)
      .waitFor();
  });

  it('shows nothing of ignored files, and no secret', async () => {
    const text = (await page().locator('body').textContent()) ?? '';
    assert.ok(text.includes('basketTotal('));
    for (const hidden of [key, 'private/', 'hidden: string', '.env', 'BASKET_TOTAL_TOKEN'])
      assert.ok(!text.includes(hidden), hidden);
  });

  it('goes to the place of a snippet at a click, and stays with the place that it was read at', async () => {
    await definitions(/^src\/price\.ts:/)
      .getByRole('link')
      .click();
    await window.page.locator('.tab.active[data-resource-name="price.ts"]').waitFor();
    // The definition begins with the comment above it.
    await statusItem(window.page, 'Ln 1, Col 1').waitFor();
    await page().getByRole('heading', { name: 'Context for src/shop.ts:9' }).waitFor();
  });

  it('is there in the prompt of ghost text, and the log says so', async () => {
    const { page: workbench } = window;
    await openShop();
    await moveCursor(workbench, 9, 1);
    await page().getByRole('heading', { name: 'Context for src/shop.ts:9' }).waitFor();
    await typeText(workbench, '  return bask');
    await waitForGhostText(workbench);
    // What was typed may be known from a keystroke before; what is asked for by a command is computed.
    await runCommand(workbench, 'Leeward: Complete Here');
    await runCommand(workbench, 'Leeward: Show Log');
    // VS Code draws spaces as non-breaking ones.
    const line =
      /completion:\s(?:automatic|explicit),\s(?:generated|shared),\s\d\sshown,.*\scontext\s[1-9]\d*\ssnippets?\sof\s[1-9]\d*\stokens/;
    await workbench.locator('.part.panel .view-lines').filter({ hasText: line }).waitFor();
    await runCommand(workbench, 'View: Hide Panel');
  });

  it('follows the cursor to another file, and says what is known there', async () => {
    await openFile('price.ts');
    await moveCursor(window.page, 3, 1);
    await page().getByRole('heading', { name: 'Context for src/price.ts:3' }).waitFor();
  });

  it('knows what was saved a moment ago', async () => {
    const { page: workbench } = window;
    await moveCursor(workbench, 4, 2);
    await typeText(
      workbench,
      '\n\nexport function basketTotalWithTax(prices: readonly number[], taxRate: number): number {',
    );
    await save(workbench);
    await openShop();
    await moveCursor(workbench, 4, 3);
    await page().getByText('basketTotalWithTax(prices: readonly number[], taxRate: number)').first().waitFor();
    await snippets('recent edit', /^src\/price\.ts:/)
      .getByText('+export function basketTotalWithTax')
      .waitFor();
  });

  it('knows what was copied, and offers nothing at a paste', async () => {
    const { page: workbench } = window;
    await openFile('keys.ts');
    await workbench.keyboard.press('ControlOrMeta+A');
    await workbench.keyboard.press('ControlOrMeta+C');
    await openShop();
    await moveCursor(workbench, 9, 1);
    const copied = snippets('copied', /^src\/keys\.ts:/);
    await copied.getByText('export function basketTotalLabel(): string {').waitFor();
    assert.ok(!(await copied.textContent())?.includes(key), 'a secret that was copied');
    await workbench.keyboard.press('ControlOrMeta+V');
    await workbench.locator('.tab.active.dirty').waitFor();
    assert.equal(await workbench.locator('.post-edit-widget').count(), 0);
    await runCommand(workbench, 'File: Revert File');
  });

  it('has nothing, and says why, where it is switched off', async () => {
    await leeward.server.writeSettings({ ...settings, 'leeward.context.enable': false });
    await page().getByText('leeward.context.enable is off').waitFor();
    await leeward.server.writeSettings(settings);
    await definitions(/^src\/price\.ts:/).waitFor();
  });

  it('has nothing more of a file that is ignored from now on', async () => {
    const { workspaceFolder } = leeward.server;
    await writeFile(join(workspaceFolder, '.leewardignore'), 'price.ts\n');
    await definitions(/^src\/price\.ts:/).waitFor({ state: 'detached' });
    assert.ok(!(await page().locator('body').textContent())?.includes('price.ts:'));
    await rm(join(workspaceFolder, '.leewardignore'));
    await definitions(/^src\/price\.ts:/).waitFor();
  });

  it('is built anew when asked to', async () => {
    await runCommand(window.page, 'Leeward: Rebuild Index');
    await page()
      .getByText(/\d files with \d+ definitions indexed\.$/)
      .waitFor();
    await definitions(/^src\/price\.ts:/).waitFor();
    assert.equal(await window.page.locator('.notification-toast').count(), 0);
  });

  it('needs no address but loopback', () => assert.deepEqual(window.network.refused, []));

  const openShop = (): Promise<void> => openFile('shop.ts');

  async function openFile(name: string): Promise<void> {
    const { page: workbench } = window;
    await workbench.keyboard.press('ControlOrMeta+P');
    const widget = workbench.locator('.quick-input-widget');
    await widget.locator('input').fill(name);
    await widget.locator('.monaco-list-row.focused', { hasText: name }).waitFor();
    await workbench.keyboard.press('Enter');
    await workbench.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await workbench.locator(`${activeEditor} .view-lines`).first().waitFor();
  }
});
