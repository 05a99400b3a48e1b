import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator } from 'playwright-core';
import { conversationOf, openChat, openStored, storeConversation } from '../support/chatWorkbench.ts';
import { eventually } from '../support/eventually.ts';
import { extensionFolder, type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, runCommand, statusItem, type Workbench } from '../support/workbench.ts';
import { moveCursor, openFile } from '../support/workbenchEditor.ts';

const clamp = `export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, value);
}
`;
const twoFiles = `\`\`\`diff
--- a/src/clamp.ts
+++ b/src/clamp.ts
@@ -1,3 +1,3 @@
 export function clamp(value: number, low: number, high: number): number {
-  return Math.max(low, value);
+  return Math.min(Math.max(low, value), high);
 }
--- /dev/null
+++ b/src/one.ts
@@ -0,0 +1 @@
+export const one = 1;
\`\`\``;
const deletion = `\`\`\`diff
--- a/src/old.ts
+++ /dev/null
@@ -1 +0,0 @@
-export const old = 0;
\`\`\``;
const strange = '```ts src/clamp.ts\nexport function unclamp(): void {\n  // ... rest unchanged\n```';
const inserted = '```ts\nconst a = 1;\nconst b = 2;\n```';

describe('code blocks of the chat, seen by a user', function () {
  this.timeout(200_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  let chat: FrameLocator;

  before(async () => {
    browser = await launchBrowser();
    const files = { 'src/clamp.ts': clamp, 'src/old.ts': 'export const old = 0;\n', 'src/cursor.ts': '{\n  \n}\n' };
    const settings = { 'leeward.engine.gpu': 'cpu', 'typescript.validate.enable': false };
    leeward = await startLeewardWorkbench({ files, settings });
    window = await openWorkbench(browser, leeward.server, { file: 'src/clamp.ts' });
    await statusItem(window.page, /SmolLM2/i).waitFor({ timeout: 90_000 });
    chat = await openChat(window.page);
    // The folder of the conversations is made with the first of them.
    await chat.getByRole('textbox').fill('Hello');
    await chat.getByRole('textbox').press('Enter');
    await chat.locator('article.answer').waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.page.screenshot({ path: join(extensionFolder, 'out', 'chat-blocks-failed.png') });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const pathOf = (path: string) => join(leeward.server.workspaceFolder, path);
  const saved = (path: string, text: string) =>
    eventually(`${path} with ${text}`, () => readFileSync(pathOf(path), 'utf8') === text);
  const show = async (id: string, text: string) => {
    await storeConversation(leeward.server, conversationOf(id, id, text));
    await openStored(chat, id);
  };

  it('changes one file and makes another, and shows both', async () => {
    const { page } = window;
    await show('two-files', twoFiles);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.getByText('Applied to src/clamp.ts, src/one.ts').waitFor();
    await page.locator('.multiDiffEditor').waitFor();
    await page.locator('.multiDiffEditor .view-line', { hasText: 'export const one = 1;' }).first().waitFor();
    assert.equal(readFileSync(pathOf('src/clamp.ts'), 'utf8'), clamp, 'not saved yet');
    await runCommand(page, 'File: Save All');
    await saved('src/clamp.ts', clamp.replace('Math.max(low, value)', 'Math.min(Math.max(low, value), high)'));
    await saved('src/one.ts', 'export const one = 1;\n');
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.getByText('The code of this block is in src/clamp.ts, src/one.ts already.').waitFor();
  });

  it('deletes no file that was not ticked', async () => {
    const { page } = window;
    await show('deletion', deletion);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await page.locator('.bulk-edit-panel').waitFor();
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await chat.getByText('Nothing was applied.').waitFor();
    assert.ok(existsSync(pathOf('src/old.ts')));
  });

  it('says why a block has no certain place', async () => {
    await show('strange', strange);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.locator('.notice.error, [role=alert]').first().waitFor();
    assert.match(readFileSync(pathOf('src/clamp.ts'), 'utf8'), /export function clamp/);
  });

  it('inserts at the cursor, at its indentation', async () => {
    const { page } = window;
    await openFile(page, 'cursor.ts');
    await moveCursor(page, 2, 3);
    await show('inserted', inserted);
    await chat.getByRole('button', { name: /^Insert/ }).click();
    const lines = page.locator('.editor-group-container.active .view-line');
    await lines.filter({ hasText: 'const b = 2;' }).waitFor();
    await runCommand(page, 'File: Save');
    await saved('src/cursor.ts', '{\n  const a = 1;\n  const b = 2;\n}\n');
  });

  it('offers the models that are at hand', async () => {
    const { page } = window;
    await chat.getByRole('button', { name: /SmolLM2/ }).click();
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: 'Default Model' }).waitFor();
    await widget.locator('.monaco-list-row', { hasText: 'Choose Model File...' }).waitFor();
    await page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
  });

  it('begins a new file', async () => {
    const { page } = window;
    await show('new-file', '```py tools/run.py\nprint(1)\n```');
    await chat.getByRole('button', { name: /new file/ }).click();
    await page.locator('.tab', { hasText: 'run.py' }).waitFor();
    await page.locator('.editor-group-container.active .view-line', { hasText: 'print(1)' }).waitFor();
    assert.ok(!existsSync(pathOf('tools/run.py')), 'not saved yet');
  });
});
