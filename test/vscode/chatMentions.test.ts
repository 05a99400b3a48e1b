import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Attachment, MentionKind } from '../../src/shared/conversation.ts';
import { ask, input, storedConversation } from '../support/chatWorkbench.ts';
import { openedChat } from '../support/openedChat.ts';
import { remoteUri, runCommand, statusItem } from '../support/workbench.ts';
import { moveCursor, openFile } from '../support/workbenchEditor.ts';

const key = `AKIA${'Q7WZ3JX5N2VB6T4K'}`;
const price = `/** Sum of what is in the basket, without tax. */
export function basketTotal(prices: readonly number[], shippingCents: number): number {
  return prices.reduce((sum, price) => sum + price, shippingCents);
}

export const storeKey = '${key}';
`;
const files = {
  'src/price.ts': price,
  'src/lib/round.ts': 'export function round(cents: number): number {\n  return Math.round(cents);\n}\n',
  'broken.json': '{ "basket": }\n',
  '.leewardignore': 'private/\n',
  'private/basket.ts': 'export const hidden = 1;\n',
  '.env': `BASKET_TOKEN=${key}\n`,
  '.leeward/prompts/review.md':
    '---\ndescription: Looks for bugs.\nmentions: changes\n---\nReview the changes above. {{input}}\n',
  '.leeward/prompts/explain.md': 'Explain it in rhymes.\n',
};
const settings = {
  'leeward.engine.gpu': 'cpu',
  'typescript.validate.enable': false,
  'git.enabled': true,
  'diffEditor.useInlineViewWhenSpaceIsLimited': false,
};

describe('what a question in the chat mentions', function () {
  this.timeout(240_000);
  const opened = openedChat('chat-mentions', {
    ...{ files, settings },
    window: { file: 'src/price.ts' },
    prepare: ({ workspaceFolder }) => commitAll(workspaceFolder),
  });

  /** Asks, and stops the answer once what is mentioned was read. */
  const attachmentsOf = async (question: string): Promise<ReadonlyMap<MentionKind, Attachment>> => {
    const { chat } = opened;
    await ask(chat, question);
    const { messages } = await storedConversation(opened.server, (one) =>
      one.messages.some(
        (message) =>
          message.role === 'user' &&
          message.text.includes(question.split(' ')[0] ?? '') &&
          message.attachments.length > 0 &&
          message.attachments.every(({ problem }) => problem !== 'Not read yet.'),
      ),
    );
    await input(chat).press('Escape');
    await chat.getByRole('button', { name: /^Send/ }).waitFor();
    const asked = messages.findLast(({ role }) => role === 'user');
    assert.ok(asked?.role === 'user');
    return new Map(asked.attachments.map((attachment) => [attachment.mention.kind, attachment]));
  };
  const choose = async (typed: string, option: string, count?: number): Promise<void> => {
    const { chat } = opened;
    await input(chat).pressSequentially(typed);
    await chat.getByRole('option', { name: option }).first().waitFor();
    if (count !== undefined) assert.equal(await chat.getByRole('option', { name: option }).count(), count);
    await input(chat).press('Enter');
  };

  it('is read from files, folders, symbols and the selection, without secrets', async () => {
    const { chat } = opened;
    await openFile(opened.page, 'price.ts');
    await moveCursor(opened.page, 2, 1);
    await opened.page.keyboard.press('Shift+ArrowDown');
    await opened.page.keyboard.press('Shift+ArrowDown');
    // Offered, and only sent where it is added.
    await chat.getByRole('button', { name: 'Add the selection price.ts:2-3' }).click();
    await choose('#file price', 'price.ts');
    await choose('#folder src', 'src/');
    await choose('#symbol basketTo', 'basketTotal', 1);
    const read = await attachmentsOf('What is here?');
    assert.equal(read.get('selection')?.text, price.split('\n').slice(1, 3).join('\n'));
    assert.deepEqual(read.get('selection')?.lines, { start: 1, end: 3 });
    const file = read.get('file');
    assert.equal(file?.path, 'src/price.ts');
    assert.equal(file.languageId, 'typescript');
    assert.ok(file.text.startsWith(price.split('storeKey')[0] ?? '') && !file.text.includes(key));
    assert.match(read.get('folder')?.text ?? '', /^lib\/\n {2}round\.ts \(\d+ bytes\)\nprice\.ts \(\d+ bytes\)$/);
    assert.match(read.get('symbol')?.text ?? '', /^export function basketTotal/);
    assert.equal(read.get('symbol')?.text.includes('storeKey'), false);
  });

  it('is read from problems, changes and the index by words in the question', async () => {
    await openFile(opened.page, 'broken.json');
    await statusItem(opened.page, /^\s*1/).first().waitFor();
    const { workspaceFolder } = opened.server;
    await writeFile(join(workspaceFolder, 'src/price.ts'), price.replace('without tax', 'with tax'));
    await writeFile(join(workspaceFolder, '.env'), `BASKET_TOKEN=changed-${key}\n`);
    await writeFile(join(workspaceFolder, 'src/added.ts'), 'export const added = 1;\n');
    // VS Code knows of the repository by then.
    await statusItem(opened.page, 'trunk').first().waitFor();
    const read = await attachmentsOf('#problems #changes #repo basketTotal please');
    assert.match(read.get('problems')?.text ?? '', /^broken\.json:1:\d+: error: /);
    assertChanges(read.get('changes'));
    assert.match(read.get('repo')?.text ?? '', /basketTotal\(prices/);
  });

  it('is what git says, where VS Code does not know of it', async () => {
    await opened.server.writeSettings({ ...settings, 'git.enabled': false });
    await statusItem(opened.page, 'trunk').first().waitFor({ state: 'detached' });
    assertChanges((await attachmentsOf('And #changes now?')).get('changes'));
  });

  it('is the end of a command in the terminal', async () => {
    await runCommand(opened.page, 'Terminal: Create New Terminal');
    await opened.page.locator('.terminal-wrapper.active .xterm').waitFor();
    await opened.page.locator('.xterm-decoration-container .terminal-command-decoration').first().waitFor();
    // What a command says in its first moment may come before VS Code tells that it has begun.
    await opened.page.keyboard.type('sleep 1; echo "one two" | tr a-z A-Z\n');
    await opened.page
      .locator(
        '.terminal-command-decoration[class*="success"], .terminal-command-decoration.codicon-terminal-decoration-success',
      )
      .first()
      .waitFor();
    const read = await attachmentsOf('#terminal what was said?');
    assert.match(read.get('terminal')?.text ?? '', /^\$ sleep 1; echo .*\nONE TWO\nIt ended with exit code 0\.$/);
  });

  it('is refused, in a sentence, where it is private or ignored', async () => {
    const { chat } = opened;
    for (const [name, why] of [
      ['.env', /^\.env is private \(environment variables\)/],
      ['private/basket.ts', /^private\/basket\.ts is not quoted: it is ignored/],
    ] as const) {
      await openFile(opened.page, name.split('/').at(-1) ?? name);
      await runCommand(opened.page, 'Leeward: Add File to Chat');
      await chat.locator('.composer .chip').waitFor();
      const attachment = (await attachmentsOf(`${name.replace(/\W/g, '')} says what?`)).get('file');
      assert.equal(attachment?.text, '');
      assert.match(attachment.problem ?? '', why);
    }
    // So is what another document shows of it: here what is on the disk, beside what was typed.
    const { page } = opened;
    await openFile(page, 'basket.ts');
    await moveCursor(page, 1, 1);
    await page.keyboard.type(' ');
    await runCommand(page, 'File: Compare Active File with Saved');
    await page.locator('.monaco-diff-editor .original .view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await chat.getByRole('button', { name: 'Add the selection basket.ts:1' }).click();
    const saved = (await attachmentsOf('Saved: what?')).get('selection');
    assert.doesNotMatch(saved?.mention.uri ?? 'file:', /^(?:file|vscode-remote):/);
    assert.equal(saved?.text, '');
    assert.match(saved.problem ?? '', /^private\/basket\.ts is not quoted: it is ignored/);
  });

  it('is not looked for outside of the workspace, whatever is dropped', async () => {
    const { chat, server } = opened;
    const outside = join(server.workspaceFolder, '..', 'outside.ts');
    await writeFile(outside, 'export const outside = 1;\n');
    const drop = async (path: string) =>
      await chat.locator('.composer').evaluate(
        (composer, uri) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData('text/uri-list', uri);
          composer.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        },
        remoteUri(server, path),
      );
    await drop(outside);
    await chat.getByText('That is no file or folder of the workspace.').waitFor();
    assert.equal(await chat.locator('.composer .chip:not(.ghost)').count(), 0);
    await drop(join(server.workspaceFolder, 'src', 'price.ts'));
    await chat.locator('.composer .chip:not(.ghost)', { hasText: 'price.ts' }).waitFor();
    await input(chat).press('Backspace');
  });

  it('comes with a prompt of the workspace', async () => {
    const { chat } = opened;
    await input(chat).pressSequentially('/rev');
    await chat.getByRole('option', { name: '/review' }).waitFor();
    await input(chat).press('Enter');
    await input(chat).pressSequentially('Be kind.');
    await input(chat).press('Enter');
    const isAsked = ({ text }: { readonly text: string }) => text === 'Review the changes above. Be kind.';
    const { messages } = await storedConversation(opened.server, (one) => one.messages.some(isAsked));
    const asked = messages.find(isAsked);
    assert.deepEqual(asked?.role === 'user' && asked.attachments.map(({ mention }) => mention.kind), ['changes']);
    await input(chat).press('Escape');
    await chat.getByRole('button', { name: /^Send/ }).waitFor();
    // One that has the name of a command of ours takes nothing from it.
    await ask(chat, '/explain briefly');
    await storedConversation(opened.server, (one) =>
      one.messages.some(({ text }) => /^Explain the code above[\s\S]*briefly$/.test(text)),
    );
    await input(chat).press('Escape');
  });

  it('can be looked at as it was sent', async () => {
    const { chat } = opened;
    await chat
      .getByRole('button', { name: /^What was sent/ })
      .first()
      .click();
    const preview = opened.page.frameLocator('iframe.webview.ready:not([src*="extensionId=leeward.leeward"])');
    const sent = preview.frameLocator('iframe#active-frame');
    await sent.getByRole('heading', { name: 'What the model was given' }).waitFor();
    await sent.getByText('What is here?').first().waitFor();
  });
});

function assertChanges(attachment: Attachment | undefined): void {
  const text = attachment?.text ?? '';
  assert.match(text, /^\+\/\*\* Sum of what is in the basket, with tax\. \*\/$/m);
  assert.match(text, /New file, not added yet: src\/added\.ts/);
  assert.doesNotMatch(text, /BASKET_TOKEN|AKIA/);
}

async function commitAll(folder: string): Promise<void> {
  const git = async (...args: readonly string[]) => {
    const own = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args];
    await promisify(execFile)('git', own, { cwd: folder });
  };
  await git('init', '--quiet', '--initial-branch', 'trunk');
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--message', 'First');
}
