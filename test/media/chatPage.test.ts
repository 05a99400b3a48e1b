import { strict as assert } from 'node:assert';
import type { Browser } from 'playwright-core';
import { type ChatPageOptions, type OpenChatPage, openChatPage } from '../support/chatPage.ts';
import {
  answer,
  attachment,
  chatView,
  clampMention,
  clampSelection,
  question,
  richAnswer,
} from '../support/chatViews.ts';
import { launchBrowser } from '../support/workbench.ts';

describe('chat page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: OpenChatPage | undefined;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const problems = chat?.problems ?? [];
    await chat?.close();
    chat = undefined;
    assert.deepEqual(problems, []);
  });
  after(() => browser?.close());

  const open = async (options: ChatPageOptions): Promise<OpenChatPage> => {
    chat = await openChatPage(browser, options);
    return chat;
  };

  /** CSS pixels from the end. */
  const distance =
    'document.querySelector(".turns").scrollHeight - document.querySelector(".turns").scrollTop - document.querySelector(".turns").clientHeight';

  it('draws markdown, and loads nothing but its own files', async () => {
    const { page, requests } = await open({ view: chatView([question('q1', 'How?'), answer('a1', richAnswer)]) });
    await page.locator('.markdown .heading-1', { hasText: 'Clamp' }).waitFor();
    assert.equal(await page.locator('.markdown li').count(), 3);
    assert.deepEqual(await page.locator('.code-name').allTextContents(), ['src/clamp.ts', 'diff']);
    assert.ok((await page.locator('.hljs-keyword').count()) > 3);
    assert.equal(await page.locator('td.align-right').first().textContent(), '3');
    assert.deepEqual(requests, []);
  });

  it('shows code as it is written, in colours', async () => {
    const code = `<a href="x">&amp; 'b' &lt; </a>\n<!-- two\nlines -->\n<script>if (1 < 2 && 3 > 2) { f("</b>") }</script>\n`;
    const { page } = await open({
      view: chatView([question('q1', 'How?'), answer('a1', `\`\`\`html\n${code}\`\`\`\n`)]),
    });
    await page.locator('.hljs-comment').first().waitFor();
    assert.equal(await page.locator('.code-block pre').textContent(), code);
    assert.equal(await page.locator('.hljs-comment').count(), 2);
  });

  it('shows a growing answer, and draws what is finished only once', async () => {
    const view = chatView([question('q1', 'How?'), answer('a1', '', { status: 'streaming' })], { streamingId: 'a1' });
    const { page, say } = await open({ view });
    await page.getByText('Reading…').waitFor();
    const paragraphs = Array.from({ length: 120 }, (_, at) => `Paragraph ${at}.\n\n`);
    await say.append('a1', paragraphs.slice(0, 100).join(''));
    await page.evaluate('document.querySelector(".markdown p").isTheFirst = true');
    for (const text of paragraphs.slice(100)) await say.append('a1', text);
    await say.append('a1', '```ts\nconst a');
    assert.equal(await page.locator('.code-block').count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Insert at cursor' }).getAttribute('aria-disabled'), 'true');
    await say.append('a1', ' = 1;\n```\n');
    assert.equal(await page.getByRole('button', { name: 'Insert at cursor' }).getAttribute('aria-disabled'), null);
    assert.equal(await page.evaluate('document.querySelector(".markdown p").isTheFirst'), true);
    const { message } = answer('a1', `${paragraphs.join('')}\`\`\`ts\nconst a = 1;\n\`\`\`\nThe end.`);
    if (message.role === 'assistant') await say.updateAnswer(message);
    await page.getByText('The end.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Answer again' }).waitFor();
  });

  it('follows a growing answer only while the reader is at its end', async () => {
    const text = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
    const view = chatView([question('q1', 'How?'), answer('a1', text, { status: 'streaming' })], { streamingId: 'a1' });
    const { page, say } = await open({ view });
    await say.append('a1', text);
    assert.ok(Number(await page.evaluate(distance)) < 2);
    await page.locator('.turns').hover();
    await page.mouse.wheel(0, -400);
    await page.getByRole('button', { name: 'Go to the end' }).waitFor();
    const top = await page.evaluate('document.querySelector(".turns").scrollTop');
    await say.append('a1', text);
    assert.equal(await page.evaluate('document.querySelector(".turns").scrollTop'), top);
    await page.getByRole('button', { name: 'Go to the end' }).click();
    await say.append('a1', text);
    assert.ok(Number(await page.evaluate(distance)) < 2);
  });

  it('stays where the reader is when another version of a turn is chosen', async () => {
    const text = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
    const versions = ['a1', 'a2'];
    const turn = (id: string, index: number, body: string) => ({
      ...answer(id, body),
      siblings: { index, ids: versions },
    });
    const { page, say, until } = await open({ view: chatView([question('q1', 'How?'), turn('a2', 1, 'Short.')]) });
    const first = [turn('a1', 0, text), question('q2', 'And then?'), answer('a3', text)];
    await page.getByRole('button', { name: 'Previous answer' }).click();
    await say.show(chatView([question('q1', 'How?'), ...first]));
    await until('document.querySelectorAll("article").length === 4');
    assert.equal(await page.evaluate('document.querySelector(".turns").scrollTop'), 0);
    await page.getByRole('button', { name: 'Go to the end' }).waitFor();
  });

  it('follows a growing answer again when the question that was being edited is gone', async () => {
    const text = Array.from({ length: 60 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
    const view = chatView([question('q1', 'One?'), answer('a1', text), question('q2', 'Two?'), answer('a2', 'Short.')]);
    const { page, say, until } = await open({ view });
    const isAtEnd = `${distance} < 2`;
    await until(isAtEnd);
    await page.getByRole('button', { name: 'Edit and ask again' }).last().click();
    await page.getByRole('textbox', { name: 'Edit question' }).waitFor();
    const other = answer('b1', '', { status: 'streaming' });
    await say.show({ ...view, messages: [question('r1', 'Another?'), other], streamingId: 'b1' });
    await say.append('b1', text);
    await until(isAtEnd);
    await say.show(view);
    assert.equal(await page.getByRole('textbox', { name: 'Edit question' }).count(), 0);
  });

  it('tells a screen reader whole sentences', async () => {
    const view = chatView([question('q1', 'How?'), answer('a1', '', { status: 'streaming' })], { streamingId: 'a1' });
    const { page, say } = await open({ view });
    const live = page.locator('[aria-live]');
    await say.append('a1', 'A short beginning');
    assert.equal(await live.textContent(), '');
    const { message } = answer('a1', 'A short beginning is all.');
    if (message.role === 'assistant') await say.updateAnswer(message);
    await page
      .locator('[aria-live]', { hasText: 'A short beginning is all. End of the answer.' })
      .waitFor({ state: 'attached' });
  });

  it('says why an answer is not whole, and what the context is like', async () => {
    const failed = answer('a1', '', { status: 'failed', problem: 'The engine ended. Ask again.' });
    const view = chatView([question('q1', 'How?'), failed]);
    const { page } = await open({
      view: { ...view, meter: { ...view.meter, droppedMessages: 4, windowTokens: 4096 } },
    });
    await page.getByText('The engine ended. Ask again.').waitFor();
    await page.getByRole('button', { name: /^Context/ }).click();
    const details = (await page.locator('.panel').textContent()) ?? '';
    assert.match(details, /Used1,200.*Kept for the answer1,024.*Free5,968/);
    assert.match(details, /first 4 messages.*oldest 2 messages.*last 4,096 tokens/);
  });

  it('sends what is written with its chips, and takes the selection only when asked', async () => {
    const { page, called, calls } = await open({ view: chatView([], { offeredSelection: clampSelection }) });
    const input = page.getByRole('textbox', { name: 'Question' });
    await input.fill('First');
    await input.press('Enter');
    assert.deepEqual(await called('send'), ['First', []]);
    await page.getByRole('button', { name: 'Add the selection' }).click();
    await input.fill('Second');
    await input.press('Shift+Enter');
    await input.pressSequentially('line');
    await input.press('Enter');
    await chat?.until('document.querySelector("textarea").value === ""');
    assert.deepEqual(calls.findLast(({ name }) => name === 'send')?.args, ['Second\nline', [clampSelection]]);
  });

  it('puts examples into the input: another one instead of one without a word behind it', async () => {
    const { page } = await open({ view: chatView([]) });
    const input = page.getByRole('textbox', { name: 'Question' });
    const textAfter = async (example: RegExp): Promise<string> => {
      await page.getByRole('button', { name: example }).click();
      return input.inputValue();
    };
    assert.equal(await textAfter(/^Ask about/), 'Where is ');
    assert.equal(await textAfter(/^Ask about/), 'Where is ');
    assert.equal(await textAfter(/^Write tests/), '/tests #file ');
    assert.equal(await textAfter(/^Explain/), '/explain ');
    await input.fill('/tmp is full');
    assert.equal(await textAfter(/^Fix/), '/fix /tmp is full');
  });

  it('keeps what is written where it could not be sent, and says why', async () => {
    const send = async (): Promise<void> => {
      throw new Error('The engine is not there.');
    };
    const { page } = await open({ view: chatView([]), host: { send } });
    const input = page.getByRole('textbox', { name: 'Question' });
    await input.fill('Question');
    await input.press('Enter');
    await page.getByRole('alert').getByText('The engine is not there.').waitFor();
    assert.equal(await input.inputValue(), 'Question');
  });

  it('restores draft, chips and place', async () => {
    const long = Array.from({ length: 80 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
    const view = chatView([question('q1', 'How?'), answer('a1', long)]);
    const first = await open({ view });
    await first.page.getByRole('textbox', { name: 'Question' }).fill('A draft');
    await first.say.addMention(clampMention);
    await first.page.locator('.turns').hover();
    await first.page.mouse.wheel(0, -500);
    await first.page.getByRole('button', { name: 'Go to the end' }).waitFor();
    const state = await first.savedState();
    const top = Number(await first.page.evaluate('document.querySelector(".turns").scrollTop'));
    await first.close();

    const { page, say } = await open({ view, state });
    assert.equal(await page.getByRole('textbox', { name: 'Question' }).inputValue(), 'A draft');
    await page.getByRole('button', { name: 'Open clamp.ts' }).waitFor();
    assert.ok(Math.abs(Number(await page.evaluate('document.querySelector(".turns").scrollTop')) - top) < 100);
    await say.show({ ...view, conversationId: 'conversation-2', messages: [] });
    assert.equal(await page.getByRole('textbox', { name: 'Question' }).inputValue(), '');
    await say.show(view);
    assert.equal(await page.getByRole('textbox', { name: 'Question' }).inputValue(), 'A draft');
  });

  it('begins anew where what was left is not what it should be', async () => {
    const { page } = await open({ view: chatView([]), state: { drafts: 'no' } });
    assert.equal(await page.getByRole('textbox', { name: 'Question' }).inputValue(), '');
  });

  it('takes what is dropped on it', async () => {
    const { page, called } = await open({ view: chatView([]), host: { mentionDropped: async () => [clampMention] } });
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'file:///repo/src/clamp.ts');
      document.querySelector('.composer').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    assert.deepEqual(await called('mentionDropped'), [['file:///repo/src/clamp.ts']]);
    await page.getByRole('button', { name: 'Open clamp.ts' }).waitFor();
  });

  it('shows what was attached, what was wrong with it, and what was sent', async () => {
    const problem = 'clamp.ts is private.';
    const attachments = [attachment(clampMention), attachment(clampSelection, { text: '', tokens: 0, problem })];
    const { page, called } = await open({ view: chatView([question('q1', 'How?', { attachments })]) });
    await page.getByRole('button', { name: `Open clamp.ts:3-9, ${problem}` }).click();
    assert.deepEqual(await called('openMention'), [clampSelection]);
    await page.getByRole('button', { name: 'What was sent' }).click();
    assert.deepEqual(await called('showSent'), ['q1']);
  });

  it('does not take what has not the right shape', async () => {
    const opened = await open({ view: chatView([question('q1', 'Kept?')]) });
    await opened.say.append('not an id!', 'x');
    await opened.page.evaluate("window.postMessage({ t: 'q', m: 'show', a: [{ title: 1 }] }, '*')");
    await opened.page.evaluate("window.postMessage({ t: 'q', m: 'constructor', a: [] }, '*')");
    await opened.page.waitForTimeout(100);
    assert.equal(await opened.page.getByText('Kept?').count(), 1);
    const [first, second, ...others] = opened.problems as string[];
    assert.match(first ?? '', /append/);
    assert.match(second ?? '', /show/);
    assert.deepEqual(others, []);
    (opened.problems as string[]).length = 0;
  });
});
