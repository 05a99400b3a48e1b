import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Browser, FrameLocator } from 'playwright-core';
import type { Conversation } from '../../src/shared/conversation.ts';
import {
  answered,
  answers,
  ask,
  chatPage,
  conversationOf,
  input,
  isAnswered,
  openChat,
  openStored,
  storeConversation,
  storedConversation,
  storedConversations,
} from '../support/chatWorkbench.ts';
import { attacks } from '../support/hostileMarkdown.ts';
import { extensionFolder, type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, runCommand, statusItem, type Workbench } from '../support/workbench.ts';
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
/** In a small context no answer is longer than some hundred tokens: small models go round in circles. */
const settings = {
  'leeward.engine.gpu': 'cpu',
  'leeward.model.contextSize': 1024,
  'typescript.validate.enable': false,
};

describe('the chat, seen by a user', function () {
  this.timeout(400_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  let chat: FrameLocator;

  before(async () => {
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({ files: { 'src/clamp.ts': clamp, 'notes.py': '' }, settings });
    window = await openWorkbench(browser, leeward.server, { file: 'src/clamp.ts' });
    await statusItem(window.page, /SmolLM2/i).waitFor({ timeout: 90_000 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await window?.page.screenshot({ path: join(extensionFolder, 'out', 'chat-failed.png') });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  it('asks, streams, stops, regenerates, edits, mentions, applies, survives a reload, and goes on', async () => {
    const { page } = window;
    chat = await openChat(page);

    // A file is mentioned by a few of its letters.
    await input(chat).pressSequentially('#file cla');
    await chat.getByRole('option', { name: 'clamp.ts' }).waitFor();
    await input(chat).press('Enter');
    await chat.locator('.composer .chip', { hasText: 'clamp.ts' }).waitFor();
    await ask(chat, 'What does clamp do?');
    await answered(chat);
    const first = await storedConversation(leeward.server, isAnswered);
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
    await storeConversation(leeward.server, conversationOf('with-a-block', 'Mend clamp', `Mended:\n\n${mended}`));
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
    chat = chatPage(page);
    await chat.getByRole('heading', { name: 'Mend clamp', level: 1 }).waitFor();
    await chat.getByText('Mended:').waitFor();
    await ask(chat, 'Thank you.');
    await answered(chat);
    const isGoneOn = (one: Conversation) => one.id === 'with-a-block' && one.messages.length === 4 && isAnswered(one);
    await storedConversation(leeward.server, isGoneOn);
  });

  it('keeps what is being written while its view is hidden, and takes commands from the editor', async () => {
    const { page } = window;
    await input(chat).fill('A draft');
    await runCommand(page, 'View: Show Explorer');
    await input(chat).waitFor({ state: 'detached' });
    await openChat(page);
    assert.equal(await input(chat).inputValue(), 'A draft');
    await chat.getByRole('heading', { name: 'Mend clamp', level: 1 }).waitFor();

    await openFile(page, 'clamp.ts');
    await moveCursor(page, 2, 1);
    await page.keyboard.press('Shift+ArrowDown');
    await runCommand(page, 'Leeward: Explain');
    await chat.locator('.composer .chip:not(.ghost)', { hasText: 'clamp.ts:2' }).waitFor();
    assert.equal(await input(chat).inputValue(), '/explain ');
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
    const { page } = window;
    await chat.getByRole('button', { name: 'New conversation' }).click();
    await chat.getByRole('heading', { name: 'Ask about your code' }).waitFor();
    await ask(chat, story);
    await chat.locator('article.answer .markdown').waitFor();
    await openFile(page, 'notes.py');
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'notes.py' }).waitFor();
    await moveCursor(page, 1, 1);
    await typeText(page, 'def add(a, b):\n', 30);
    assert.notEqual(await waitForGhostText(page), '');
    assert.ok(await chat.getByRole('button', { name: 'Stop' }).isVisible(), 'the answer was at its end too early');
    await answered(chat);
    const written = await answers(chat).last().locator('.markdown').textContent();
    const isMeant = (one: Conversation) => one.messages[0]?.text === story && isAnswered(one);
    const stored = await storedConversation(leeward.server, isMeant);
    const last = stored.messages.at(-1);
    assert.ok(last?.role === 'assistant' && (last.status === 'complete' || last.status === 'cut'), last?.text);
    assert.equal(wordsOf(written ?? ''), wordsOf(last.text));
  });

  it('runs nothing of an answer, and loads nothing', async () => {
    const { page, network } = window;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const before = network.refused.length;
    const text = `${Object.values(attacks).join('\n\n')}\n\nThe end.`;
    await storeConversation(leeward.server, conversationOf('hostile', 'Hostile answer', text));
    await openStored(chat, 'Hostile answer');
    await chat.getByText('The end.').waitFor();
    for (const frame of page.frames()) assert.equal(await frame.evaluate('typeof hacked'), 'undefined');
    assert.equal(await chat.locator('.page :is(script, img, iframe, object, svg, form:not(.composer))').count(), 0);
    assert.deepEqual(network.refused.slice(before), []);
    assert.deepEqual(dialogs, []);
  });

  it('opens links to the web after VS Code has asked, and files of the workspace at once', async () => {
    const { page, network } = window;
    const before = network.refused.length;
    const text = 'See [the site](https://example.com/docs) and [clamp](src/clamp.ts#L2).';
    await storeConversation(leeward.server, conversationOf('links', 'Links in an answer', text));
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
    const { page } = window;
    const row = (title: string) => chat.locator('.history-row', { hasText: title });
    await chat.getByRole('button', { name: 'Conversations' }).click();
    await row('Mend clamp')
      .getByRole('button', { name: /^Export/ })
      .click();
    await page.locator('.quick-input-widget input').and(page.locator('[value$=".md"], :focus')).waitFor();
    await page.keyboard.press('Enter');
    await chat.getByText('"Mend clamp" was exported.').waitFor();
    assert.match(
      await leeward.server.readFile('Mend clamp.md'),
      /^# Mend clamp\n\n## You\n\nMend clamp\n\n## SmolLM2\n\nMended:/,
    );

    await row('Hostile answer')
      .getByRole('button', { name: /^Delete/ })
      .click();
    const dialog = page.locator('.monaco-dialog-box', {
      hasText: 'Delete the conversation "Hostile answer" for good?',
    });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('Hostile answer').waitFor({ state: 'detached' });
    const left = (await storedConversations(leeward.server)).map(({ id }) => id);
    assert.ok(left.includes('with-a-block') && !left.includes('hostile'));
    await chat.getByRole('button', { name: 'Conversations' }).click();
  });

  it('writes the setting of the guardrails, and shows it as it is set', async () => {
    await chat.getByRole('button', { name: 'Guardrails: off' }).click();
    const prompt = chat.getByRole('switch').first();
    await prompt.click();
    await chat.getByRole('button', { name: 'Guardrails: on' }).waitFor();
    assert.equal(await prompt.getAttribute('aria-checked'), 'true');
    await leeward.server.writeSettings({ ...settings, 'leeward.chat.guardrails': 'moderation' });
    await chat.locator('[role=switch][aria-checked=true]').nth(0).and(chat.getByRole('switch').last()).waitFor();
  });
});

/** Without what markdown makes of them. */
function wordsOf(text: string): string {
  return (text.match(/\p{L}+/gu) ?? []).join(' ');
}
