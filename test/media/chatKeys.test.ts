import { strict as assert } from 'node:assert';
import type { Browser, Page } from 'playwright-core';
import type { Suggestion } from '../../src/shared/chatProtocol.ts';
import type { Mention } from '../../src/shared/conversation.ts';
import { type ChatPageOptions, type OpenChatPage, openChatPage } from '../support/chatPage.ts';
import { answer, attachment, chatView, clampMention, clampSelection, question } from '../support/chatViews.ts';
import { launchBrowser } from '../support/workbench.ts';

/** Nothing here uses a pointer. */
describe('chat page by keyboard alone', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: OpenChatPage;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await chat.close();
    assert.deepEqual(chat.problems, []);
  });
  after(() => browser?.close());

  const open = async (options: ChatPageOptions): Promise<Page> => {
    chat = await openChatPage(browser, options);
    await chat.say.focusInput();
    return chat.page;
  };
  const focused = (label: string): Promise<void> =>
    chat.until(`document.activeElement?.getAttribute("aria-label") === ${JSON.stringify(label)}`);
  const code = 'Here:\n\n```ts src/a.ts\nconst a = 1;\n```\n\n[a link](https://example.com)\n';
  const limitsMention: Mention = { kind: 'file', label: 'limits.ts', uri: 'file:///repo/src/limits.ts' };
  const turns = (): ChatPageOptions['view'] =>
    chatView([
      question('q1', 'How?', { attachments: [attachment(clampMention)] }),
      { ...answer('a1', code), siblings: { index: 1, ids: ['a0', 'a1', 'a2'] } },
    ]);

  const actions: readonly (readonly [label: RegExp, call: string, args: readonly unknown[]])[] = [
    [/^Open clamp.ts/, 'openMention', [clampMention]],
    [/^Copy question/, 'copyText', ['How?']],
    [/^What was sent/, 'showSent', ['q1']],
    [/^Copy code/, 'copyText', ['const a = 1;\n']],
    [/^Insert at cursor/, 'insertBlock', ['a1', 0]],
    [/^Put into a new file/, 'newFileFromBlock', ['a1', 0]],
    [/^Apply to src\/a.ts/, 'applyBlock', ['a1', 0]],
    [/^a link/, 'openLink', ['https://example.com']],
    [/^Answer again/, 'regenerate', ['a1']],
    [/^Copy answer/, 'copyText', [code]],
    [/^Previous answer/, 'selectBranch', ['a0']],
    [/^Next answer/, 'selectBranch', ['a2']],
    [/^New conversation/, 'newConversation', []],
    [/^Choose the model|^Mistral/, 'pickModel', []],
  ];
  for (const [label, call, args] of actions) {
    it(`reaches ${call} by Tab: ${label.source}`, async () => {
      const page = await open({ view: turns() });
      await tabTo(page, label);
      await assertFocusIsSeen(page);
      await page.keyboard.press('Enter');
      assert.deepEqual(await chat.called(call as never), args);
      const focus = await focusedName(page);
      assert.ok(label.test(focus) || focus === 'Question', `the focus went to ${focus}`);
    });
  }

  it('deletes a message only when asked twice', async () => {
    const page = await open({ view: turns() });
    await tabTo(page, /^Delete$/);
    await page.keyboard.press('Enter');
    await chat.until('document.activeElement?.textContent === "Keep"');
    await page.keyboard.press('Escape');
    await focused('Delete');
    await page.keyboard.press('Enter');
    await chat.until('document.activeElement?.textContent === "Keep"');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('deleteMessage'), ['a1']);
    await focused('Question');
  });

  it('edits the last question by Up in an empty input', async () => {
    const page = await open({ view: turns() });
    await page.keyboard.press('ArrowUp');
    await focused('Edit question');
    await page.keyboard.press('Escape');
    await focused('Edit and ask again');
    await page.keyboard.press('Enter');
    await focused('Edit question');
    await page.keyboard.type(' Why?');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('edit'), ['q1', 'How? Why?', []]);
    await focused('Question');
  });

  it('goes from turn to turn and back to the input', async () => {
    const page = await open({ view: turns() });
    await page.keyboard.press('Alt+ArrowUp');
    assert.match(await focusedName(page), /^Answer of/);
    await page.keyboard.press('Alt+ArrowUp');
    assert.equal(await focusedName(page), 'Your question');
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowDown');
    assert.equal(await focusedName(page), 'Question');
  });

  it('stops an answer by Escape, wherever the focus is', async () => {
    const view = { ...turns(), streamingId: 'a1' };
    const page = await open({ view });
    await page.keyboard.press('Escape');
    await chat.called('stop');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Escape');
    await focused('Question');
    assert.equal(chat.calls.filter(({ name }) => name === 'stop').length, 2);
  });

  it('lists files behind an example that asks for one', async () => {
    const page = await open({ view: chatView([]), host: { suggest: async () => [{ icon: 'file', label: 'a.ts' }] } });
    await page.getByRole('button', { name: /^Write tests for a file/ }).click();
    await page.getByRole('option', { name: 'a.ts' }).waitFor();
    assert.deepEqual(await chat.called('suggest'), ['#file ']);
  });

  it('completes # and / words', async () => {
    const rows: readonly Suggestion[] = [
      { label: '#file', icon: 'file', insertText: '#file ' },
      { label: 'clamp.ts', icon: 'file', detail: 'src', mention: clampMention },
    ];
    const page = await open({ view: chatView([]), host: { suggest: async () => rows } });
    const input = page.getByRole('textbox', { name: 'Question' });
    await page.keyboard.type('See #');
    await page.getByRole('option', { name: '#file' }).waitFor();
    assert.deepEqual(await chat.called('suggest'), ['#']);
    assert.equal(await input.getAttribute('aria-activedescendant'), 'suggestion-0');
    await page.keyboard.press('Enter');
    await chat.until('document.querySelector("textarea").value === "See #file "');
    await page.keyboard.type('cl');
    await chat.until('document.querySelector("textarea").value === "See #file cl"');
    await page.waitForTimeout(100);
    assert.deepEqual(await chat.called('suggest'), ['#file cl']);
    await page.keyboard.press('ArrowDown');
    assert.equal(await input.getAttribute('aria-activedescendant'), 'suggestion-1');
    assert.equal(await page.getByRole('option', { name: 'clamp.ts' }).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Open clamp.ts' }).waitFor();
    assert.equal(await input.inputValue(), 'See ');
    assert.equal(chat.calls.filter(({ name }) => name === 'send').length, 0);
    await page.keyboard.type('#');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('listbox').count(), 0);
    assert.equal(chat.calls.filter(({ name }) => name === 'stop').length, 0);
  });

  it('keeps the order of what is typed right behind a chosen suggestion', async () => {
    const rows: readonly Suggestion[] = [{ label: '#file', icon: 'file', insertText: '#file ' }];
    const page = await open({ view: chatView([]), host: { suggest: async (word) => (word === '#' ? rows : []) } });
    const written: string[] = [];
    for (let at = 0; at < 10; at++) {
      await page.keyboard.type('See #');
      await page.getByRole('option', { name: '#file' }).waitFor();
      // Nothing is waited for between the keys.
      await Promise.all(['Enter', ...'clamp.ts'].map((key) => page.keyboard.press(key)));
      written.push('See #file clamp.ts');
      await chat.until(`document.querySelector("textarea").value.endsWith("clamp.ts")`);
      assert.equal(await page.getByRole('textbox', { name: 'Question' }).inputValue(), written.join(' '));
      await page.keyboard.type(' ');
    }
  });

  it('completes # words while an earlier question is edited, and asks again with what was added', async () => {
    const rows: readonly Suggestion[] = [
      { label: '#file', icon: 'file', insertText: '#file ' },
      { label: 'limits.ts', icon: 'file', detail: 'src', mention: limitsMention },
      { label: 'clamp.ts', icon: 'file', detail: 'src', mention: clampMention },
    ];
    const page = await open({ view: turns(), host: { suggest: async () => rows } });
    await page.keyboard.press('ArrowUp');
    await focused('Edit question');
    for (const presses of [1, 2]) {
      await page.keyboard.type(' #file x');
      await page.getByRole('option', { name: 'limits.ts' }).waitFor();
      for (let press = 0; press < presses; press++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
    }
    await page.locator('.question-editor').getByRole('button', { name: 'Open limits.ts' }).waitFor();
    await page.keyboard.type('#');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await page.keyboard.type('Why?');
    await page.keyboard.press('Enter');
    // What was attached already is not added again.
    assert.deepEqual(await chat.called('edit'), ['q1', 'How?  Why?', [limitsMention]]);
  });

  it('takes chips away by Backspace and Delete', async () => {
    const page = await open({ view: chatView([], { offeredSelection: clampSelection }) });
    await chat.say.addMention(clampMention);
    await tabTo(page, /^Add the selection/);
    await page.keyboard.press('Enter');
    await focused('Question');
    await page.keyboard.press('Backspace');
    assert.equal(await page.getByRole('button', { name: 'Open clamp.ts:3-9' }).count(), 0);
    await tabTo(page, /^Open clamp.ts$/);
    await page.keyboard.press('Delete');
    assert.equal(await page.locator('.composer .chip:not(.ghost)').count(), 0);
    await focused('Question');
  });

  it('opens, searches, renames, exports and deletes conversations', async () => {
    const summary = { id: 'conversation-9', title: 'Other', updatedAtMs: 1_700_000_000_000, messages: 2 };
    const page = await open({ view: turns(), host: { listConversations: async () => [summary] } });
    await tabTo(page, /^Conversations$/);
    await page.keyboard.press('Enter');
    await focused('Search conversations');
    await page.keyboard.type('oth');
    await tabTo(page, /^Rename Other/);
    assert.deepEqual(await chat.called('listConversations'), ['oth']);
    await page.keyboard.press('Enter');
    await focused('Title');
    await page.keyboard.type('Better');
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('renameConversation'), ['conversation-9', 'Better']);
    await focused('Rename Other');
    await tabTo(page, /^Export Other/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('exportConversation'), ['conversation-9']);
    await tabTo(page, /^Delete Other/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('deleteConversation'), ['conversation-9']);
    await page.keyboard.press('Escape');
    await focused('Conversations');
    await page.keyboard.press('Enter');
    await tabTo(page, /^Other/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await chat.called('openConversation'), ['conversation-9']);
    await focused('Question');
  });

  it('switches guardrails and moderation, and closes what it opened', async () => {
    const page = await open({ view: chatView([]) });
    await tabTo(page, /^Guardrails: off/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Moderation/);
    await page.keyboard.press('Space');
    assert.deepEqual(await chat.called('setGuardrails'), ['moderation']);
    await page.keyboard.press('Escape');
    await focused('Guardrails: off');
    assert.equal(await page.getByRole('switch').count(), 0);
  });

  it('takes an example of the empty page', async () => {
    const page = await open({ view: chatView([]) });
    await tabTo(page, /^Explain the selected code/);
    await page.keyboard.press('Enter');
    await chat.until('document.activeElement?.value === "/explain "');
    await page.getByRole('button', { name: 'Open #selection' }).waitFor();
  });
});

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Shift+Tab');
    if (name.test(await focusedName(page))) return;
  }
  assert.fail(`Tab never came to ${name.source}`);
}

async function focusedName(page: Page): Promise<string> {
  return String(
    await page.evaluate(
      '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim()',
    ),
  );
}

async function assertFocusIsSeen(page: Page): Promise<void> {
  const style = await page.evaluate(
    '(({ outlineStyle, outlineWidth }) => `${outlineStyle} ${outlineWidth}`)(getComputedStyle(document.activeElement))',
  );
  assert.equal(style, 'solid 1px');
}
