import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Conversation } from '../../src/shared/conversation.ts';
import {
  answered,
  answers,
  ask,
  conversationOf,
  input,
  isAnswered,
  openChat,
  openStored,
  storeConversation,
  storedConversation,
  storedConversations,
} from '../support/chatWorkbench.ts';
import { eventually } from '../support/eventually.ts';
import { attacks } from '../support/hostileMarkdown.ts';
import type { OpenedChat } from '../support/openedChat.ts';
import { runCommand, statusItem } from '../support/workbench.ts';
import { moveCursor, openFile, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

const clamp = `/** Keeps a number within bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, value);
}

export const zero = 0;
`;
const mended = `\`\`\`ts src/clamp.ts
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
\`\`\``;
const story = 'Write a long story about a sailor and the sea.';
export const turnFiles = { 'src/clamp.ts': clamp, 'notes.py': '' };
/** In a small context no answer is longer than some hundred tokens: small models go round in circles. */
export const chatSettings = {
  'leeward.engine.gpu': 'cpu',
  'leeward.model.contextSize': 1024,
  'typescript.validate.enable': false,
};

/** What a user does in the chat, but for code blocks. */
export function chatTurnTests(opened: OpenedChat): void {
  it('asks, streams, stops, regenerates, edits, mentions, applies, survives a reload, and goes on', async () => {
    const { page, chat } = opened;
    // A file is mentioned by a few of its letters.
    await input(chat).pressSequentially('#file cla');
    await chat.getByRole('option', { name: 'clamp.ts' }).waitFor();
    await input(chat).press('Enter');
    await chat.locator('.composer .chip', { hasText: 'clamp.ts' }).waitFor();
    await ask(chat, 'What does clamp do?');
    await answered(chat);
    const first = await storedConversation(opened.server, isAnswered);
    const [asked, answer] = first.messages;
    assert.equal(asked?.role === 'user' && asked.attachments[0]?.text, clamp);
    assert.ok(asked?.role === 'user' && (asked.attachments[0]?.tokens ?? 0) > 20);
    assert.equal(answer?.role === 'assistant' && answer.status, 'complete');
    assert.notEqual(answer?.text, '');

    // It streams, and Escape stops it as it stands.
    await ask(chat, story);
    await chat.locator('article.answer:last-of-type .markdown').waitFor();
    await input(chat).press('Escape');
    await answers(chat).last().getByText('You stopped this answer.').waitFor();

    // Another answer stands beside the first one.
    await answers(chat).first().getByRole('button', { name: 'Answer again' }).click();
    await answered(chat);
    await answers(chat).first().getByText('2/2').waitFor();
    await answers(chat).first().getByRole('button', { name: 'Previous answer' }).click();
    await answers(chat).first().getByText('1/2').waitFor();
    assert.equal(await answers(chat).count(), 2);

    // An edited question begins a branch, and keeps what was attached.
    const question = chat.locator('article.question').first();
    await question.getByRole('button', { name: 'Edit and ask again' }).click();
    await question.getByRole('textbox').fill('What is zero?');
    await question.getByRole('textbox').press('Enter');
    await question.getByText('2/2').waitFor();
    await answered(chat);
    await question.getByText('clamp.ts').waitFor();
    assert.equal(await answers(chat).count(), 1);

    // A block is applied to the file that it names, and shown as a diff; undo takes one step.
    await storeConversation(opened.server, conversationOf('with-a-block', 'Mend clamp', `Mended:\n\n${mended}`));
    await openStored(chat, 'Mend clamp');
    await chat.getByRole('button', { name: 'Apply to src/clamp.ts' }).click();
    await chat.getByText('Applied to src/clamp.ts').waitFor();
    const diff = page.locator('.monaco-diff-editor');
    const line = (side: string, text: string) => diff.locator(`.${side} .view-line`, { hasText: text }).first();
    await line('original', 'return Math.max(low, value);').waitFor();
    await line('modified', 'return Math.min(Math.max(low, value), high)').waitFor();
    await line('modified', 'return Math.min').click();
    await page.keyboard.press('ControlOrMeta+Z');
    await line('modified', 'return Math.max(low, value);').waitFor();
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await line('modified', 'return Math.min(Math.max(low, value), high)').waitFor();
    await page.keyboard.press('ControlOrMeta+S');

    // The conversation is there again after a reload, and goes on.
    await page.reload();
    await statusItem(page, /SmolLM2/i).waitFor({ timeout: 90_000 });
    await chat.getByRole('heading', { name: 'Mend clamp', level: 1 }).waitFor();
    await chat.getByText('Mended:').waitFor();
    await ask(chat, 'Thank you.');
    await answered(chat);
    const isGoneOn = (one: Conversation) => one.id === 'with-a-block' && one.messages.length === 4 && isAnswered(one);
    await storedConversation(opened.server, isGoneOn);
  });

  it('keeps what is being written while its view is hidden, and takes commands from the editor', async () => {
    const { page, chat, server } = opened;
    await storeConversation(server, conversationOf('hidden', 'Hidden for a while', 'An answer.'));
    await openStored(chat, 'Hidden for a while');
    await input(chat).fill('A draft');
    await runCommand(page, 'View: Show Explorer');
    await input(chat).waitFor({ state: 'detached' });
    await openChat(page);
    assert.equal(await input(chat).inputValue(), 'A draft');
    await chat.getByRole('heading', { name: 'Hidden for a while', level: 1 }).waitFor();

    await openFile(page, 'clamp.ts');
    await moveCursor(page, 2, 1);
    await page.keyboard.press('Shift+ArrowDown');
    await runCommand(page, 'Leeward: Explain in Chat');
    await chat.locator('.composer .chip:not(.ghost)', { hasText: 'clamp.ts:2' }).waitFor();
    // What the user was writing is what the command is asked about.
    assert.equal(await input(chat).inputValue(), '/explain A draft');
    await input(chat).fill('');
    await input(chat).press('Backspace');
    // The key of the editor's own.
    await openFile(page, 'clamp.ts');
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('Shift+L');
    await chat.locator('.composer .chip:not(.ghost)', { hasText: 'clamp.ts:2' }).waitFor();
    await input(chat).press('Backspace');
  });

  it('answers to the end while somebody types, and ghost text still appears', async () => {
    const { page, chat } = opened;
    await chat.getByRole('button', { name: 'New conversation' }).click();
    await chat.getByRole('heading', { name: 'Ask about your code' }).waitFor();
    // How long the story becomes is up to the model.
    let isBeside = false;
    for (let count = 0; count < 4 && !isBeside; count++) {
      await ask(chat, story);
      await answers(chat).nth(count).locator('.markdown').waitFor();
      await openFile(page, 'notes.py');
      await page.locator('.editor-group-container.active .tab.active', { hasText: 'notes.py' }).waitFor();
      await moveCursor(page, 1, 1);
      await typeText(page, `def add${count}(a, b):\n`, 30);
      assert.notEqual(await waitForGhostText(page), '');
      isBeside = await chat.getByRole('button', { name: 'Stop' }).isVisible();
    }
    assert.ok(isBeside, 'each answer was at its end too early');
    await answered(chat);
    const written = await answers(chat).last().locator('.markdown').textContent();
    const isMeant = (one: Conversation) => one.messages[0]?.text === story && isAnswered(one);
    const stored = await storedConversation(opened.server, isMeant);
    const last = stored.messages.at(-1);
    assert.ok(last?.role === 'assistant' && (last.status === 'complete' || last.status === 'cut'), last?.text);
    assert.equal(wordsOf(written ?? ''), wordsOf(last.text));
  });

  it('runs nothing of an answer, and loads nothing', async () => {
    const { page, chat } = opened;
    const { network } = opened.window;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const before = network.refused.length;
    const text = `${Object.values(attacks).join('\n\n')}\n\nThe end.`;
    await storeConversation(opened.server, conversationOf('hostile', 'Hostile answer', text));
    await openStored(chat, 'Hostile answer');
    await chat.getByText('The end.').waitFor();
    for (const frame of page.frames()) assert.equal(await frame.evaluate('typeof hacked'), 'undefined');
    assert.equal(await chat.locator('.page :is(script, img, iframe, object, svg, form:not(.composer))').count(), 0);
    assert.deepEqual(network.refused.slice(before), []);
    assert.deepEqual(dialogs, []);
  });

  it('opens links to the web after VS Code has asked, and files of the workspace at once', async () => {
    const { page, chat } = opened;
    const { network } = opened.window;
    const before = network.refused.length;
    const text = 'See [the site](https://example.com/docs) and [clamp](src/clamp.ts#L2).';
    await storeConversation(opened.server, conversationOf('links', 'Links in an answer', text));
    await openStored(chat, 'Links in an answer');
    await chat.getByRole('link', { name: 'the site' }).click();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'example.com' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await chat.getByRole('link', { name: 'clamp' }).click();
    await statusItem(page, 'Ln 2, Col 1').waitFor();
    assert.deepEqual(network.refused.slice(before), []);
  });

  it('exports a conversation, and deletes one for good once VS Code has asked', async () => {
    const { page, chat, server } = opened;
    await storeConversation(server, conversationOf('kept', 'Kept and exported', 'An answer.'));
    await storeConversation(server, conversationOf('deleted', 'A secret to go', 'A secret.'));
    const row = (title: string) => chat.locator('.history-row', { hasText: title });
    await chat.getByRole('button', { name: 'Conversations' }).click();
    await row('Kept and exported')
      .getByRole('button', { name: /^Export/ })
      .click();
    const name = page.locator('.quick-input-widget input:focus');
    const offered = await eventually('the name of the file', async () => {
      const value = await name.inputValue();
      return value.endsWith('Kept and exported.md') && value;
    });
    assert.ok(!offered.startsWith(server.workspaceFolder), 'not among the sources by itself');
    await name.fill(join(server.workspaceFolder, 'kept.md'));
    // What is typed counts once the dialog has looked at its folder.
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'src' }).waitFor();
    await page.keyboard.press('Enter');
    await chat.getByText('"Kept and exported" was exported.').waitFor();
    assert.match(
      await server.readFile('kept.md'),
      /^# Kept and exported\n\n## You\n\nKept and exported\n\n## SmolLM2\n\nAn answer\./,
    );

    await row('A secret to go')
      .getByRole('button', { name: /^Delete/ })
      .click();
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Delete the conversation "A secret to go"' });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('A secret to go').waitFor({ state: 'detached' });
    const left = (await storedConversations(server)).map(({ id }) => id);
    assert.ok(left.includes('kept') && !left.includes('deleted'));
    await chat.getByRole('button', { name: 'Conversations' }).click();
  });
}

/** Without what markdown makes of them. */
function wordsOf(text: string): string {
  return (text.match(/\p{L}+/gu) ?? []).join(' ');
}
