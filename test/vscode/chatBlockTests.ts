import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conversationOf, openStored, storeConversation } from '../support/chatWorkbench.ts';
import { eventually } from '../support/eventually.ts';
import type { OpenedChat } from '../support/openedChat.ts';
import { runCommand } from '../support/workbench.ts';
import { moveCursor, openFile } from '../support/workbenchEditor.ts';

const limit = `export function limit(value: number, low: number, high: number): number {
  return Math.max(low, value);
}
`;
const count = `export const nine = 9;

export function twice(of: number): number {
  const all = [of, of];
  return all.reduce((sum, one) => sum + one);
}
`;
const half = `export function half(price: Price): Price {
  return { ...price, cents: Math.round(price.cents / 2) };
}
`;
const twoFiles = `\`\`\`diff
--- a/src/limit.ts
+++ b/src/limit.ts
@@ -1,3 +1,3 @@
 export function limit(value: number, low: number, high: number): number {
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
const strange = '```ts src/limit.ts\nexport function unlimited(): void {\n  // ... rest unchanged\n```';
const inserted = '```ts\nconst a = 1;\nconst b = 2;\n```';

export const blockFiles = {
  'src/limit.ts': limit,
  'src/old.ts': 'export const old = 0;\n',
  'src/count.ts': count,
  'src/cursor.ts': '{\n  \n}\n',
};

/** What a user does with the code blocks of answers. */
export function chatBlockTests(opened: OpenedChat): void {
  const pathOf = (path: string) => join(opened.server.workspaceFolder, path);
  const saved = (path: string, text: string) =>
    eventually(`${path} with ${text}`, () => readFileSync(pathOf(path), 'utf8') === text);
  const show = async (id: string, text: string) => {
    await storeConversation(opened.server, conversationOf(id, id, text));
    await openStored(opened.chat, id);
  };

  it('changes one file and makes another, and shows both', async () => {
    const { page, chat } = opened;
    await show('two-files', twoFiles);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.getByText('Applied to src/limit.ts, src/one.ts').waitFor();
    await page.locator('.multiDiffEditor').waitFor();
    await page.locator('.multiDiffEditor .view-line', { hasText: 'export const one = 1;' }).first().waitFor();
    assert.equal(readFileSync(pathOf('src/limit.ts'), 'utf8'), limit, 'not saved yet');
    await runCommand(page, 'File: Save All Files');
    await saved('src/limit.ts', limit.replace('Math.max(low, value)', 'Math.min(Math.max(low, value), high)'));
    await saved('src/one.ts', 'export const one = 1;\n');
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.getByText('The code of this block is in src/limit.ts, src/one.ts already.').waitFor();
  });

  it('shows one file again in the same diff, and appends a function that is new to it', async () => {
    const { page, chat } = opened;
    await show('count-ten', '```ts src/count.ts\nexport const nine = 9;\nexport const ten = 10;\n```');
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'ten = 10' }).first().waitFor();
    await show('count-half', `\`\`\`ts src/count.ts\n${half}\`\`\``);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'function half' }).first().waitFor();
    assert.equal(await page.locator('.tab', { hasText: 'Before ↔ Applied' }).count(), 1);
    await runCommand(page, 'File: Save All Files');
    await saved('src/count.ts', `${count.replace('\n', '\nexport const ten = 10;\n')}\n${half}`);
  });

  it('deletes no file that was not ticked', async () => {
    const { page, chat } = opened;
    await show('deletion', deletion);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await page.locator('.bulk-edit-panel').waitFor();
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await chat.getByText('Nothing was applied.').waitFor();
    assert.ok(existsSync(pathOf('src/old.ts')));
  });

  it('says why a block has no certain place', async () => {
    const { chat } = opened;
    await show('strange', strange);
    await chat.getByRole('button', { name: /^Apply/ }).click();
    await chat.locator('.notice.error, [role=alert]').first().waitFor();
    assert.match(readFileSync(pathOf('src/limit.ts'), 'utf8'), /export function limit/);
  });

  it('inserts at the cursor, at its indentation', async () => {
    const { page, chat } = opened;
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
    const { page, chat } = opened;
    await chat.getByRole('button', { name: /SmolLM2/ }).click();
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row', { hasText: 'Default Model' }).waitFor();
    await widget.locator('.monaco-list-row', { hasText: 'Choose Model File...' }).waitFor();
    await page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
  });

  it('begins a new file', async () => {
    const { page, chat } = opened;
    await show('new-file', '```py tools/run.py\nprint(1)\n```');
    await chat.getByRole('button', { name: /new file/ }).click();
    await page.locator('.tab', { hasText: 'run.py' }).waitFor();
    await page.locator('.editor-group-container.active .view-line', { hasText: 'print(1)' }).waitFor();
    assert.ok(!existsSync(pathOf('tools/run.py')), 'not saved yet');
  });
}
