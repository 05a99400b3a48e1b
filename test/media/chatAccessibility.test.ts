import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import type { ChatView } from '../../src/shared/chatProtocol.ts';
import { type AxeRules, axeViolations } from '../support/axe.ts';
import { type OpenChatPage, openChatPage, themeNames } from '../support/chatPage.ts';
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

const pictures = resolve(import.meta.dirname, '../../out/screenshots');

const talk: ChatView = chatView(
  [
    question('q1', 'How do I keep a number within bounds?', {
      attachments: [
        attachment(clampMention),
        attachment({ kind: 'terminal', label: 'terminal' }, { text: '', tokens: 0, problem: 'There is no terminal.' }),
      ],
    }),
    { ...answer('a1', richAnswer), siblings: { index: 1, ids: ['a0', 'a1', 'a2'] } },
    question('q2', 'And in Python?'),
    answer('a2', 'Much the', { status: 'stopped' }),
  ],
  { offeredSelection: clampSelection },
);
const arabic = chatView([
  question('q1', 'كيف أحافظ على رقم ضمن الحدود؟', { attachments: [attachment(clampMention)] }),
  answer(
    'a1',
    'استخدم `Math.min` مع **Math.max**:\n\n- الحد الأدنى\n- الحد الأعلى\n\n```ts\nMath.min(Math.max(value, low), high);\n```\n',
  ),
]);
const streaming = chatView(
  [question('q1', 'How?'), answer('a1', 'First the lower bound:\n\n```ts\nMath.max(value,', { status: 'streaming' })],
  { streamingId: 'a1' },
);
const summaries = [
  'Clamp a number',
  'Parse a date without a library, and with the time zone',
  'Why is the sky blue',
].map((title, at) => ({
  id: `conversation-${at + 1}`,
  title,
  updatedAtMs: 1_700_000_000_000 + at,
  messages: 2 + at,
  ...(at === 1 && { excerpt: '... the date is parsed by hand ...' }),
}));

interface Scene {
  readonly name: string;
  readonly view: ChatView;
  readonly isRightToLeft?: boolean;
  readonly act?: (chat: OpenChatPage) => Promise<void>;
}

const scenes: readonly Scene[] = [
  { name: 'talk', view: talk },
  {
    name: 'empty',
    view: chatView([], {
      model: { name: 'SmolLM2 135M', canChat: true, notice: 'This model is small: its answers are often wrong.' },
    }),
  },
  { name: 'streaming', view: streaming },
  { name: 'rtl', view: arabic, isRightToLeft: true },
  {
    name: 'history',
    view: talk,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Conversations' }).click();
      await page.getByText('Why is the sky blue').waitFor();
    },
  },
  {
    name: 'meter',
    view: talk,
    act: async ({ page }) => page.getByRole('button', { name: /^Context/ }).click(),
  },
  {
    name: 'guardrails',
    view: { ...talk, guardrails: 'prompt' },
    act: async ({ page }) => page.getByRole('button', { name: /^Guardrails/ }).click(),
  },
  {
    name: 'suggestions',
    view: chatView([]),
    act: async ({ page, say }) => {
      await say.addMention(clampMention);
      await say.notify('info', 'Applied to src/clamp.ts.');
      await say.notify('error', 'The engine ended. Ask again.');
      await page.getByRole('textbox', { name: 'Question' }).pressSequentially('#c');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'editing',
    view: talk,
    act: async ({ page }) => {
      await page.getByRole('button', { name: 'Delete' }).first().click();
      await page.getByRole('button', { name: 'Edit and ask again' }).last().click();
      await page.getByRole('textbox', { name: 'Edit question' }).pressSequentially(' #c');
      await page.getByRole('listbox').waitFor();
    },
  },
];

describe('chat page and axe', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
    await mkdir(pictures, { recursive: true });
  });
  after(() => browser?.close());

  for (const { name, view, isRightToLeft = false, act } of scenes) {
    it(`finds nothing in any theme, nor at 200 px: ${name}`, async () => {
      const chat = await openChatPage(browser, {
        view,
        isRightToLeft,
        viewport: { width: 380, height: 760 },
        host: {
          listConversations: async () => summaries,
          suggest: async () => [
            { label: 'clamp.ts', detail: 'src/core/completion', icon: 'file', mention: clampMention },
            {
              label: '#changes',
              detail: 'What git has not committed, as a diff',
              icon: 'diff',
              insertText: '#changes ',
            },
          ],
        },
      });
      await act?.(chat);
      const found: string[] = [];
      const look = async (picture: string, rules: AxeRules): Promise<void> => {
        await chat.page.waitForTimeout(50);
        await chat.page.screenshot({ path: join(pictures, `chat-${name}-${picture}.png`), animations: 'disabled' });
        found.push(...(await axeViolations(chat.page, rules)).map((violation) => `${picture}: ${violation}`));
        found.push(...(await overflows(chat)).map((wide) => `${picture}: ${wide} is wider than the page`));
      };
      for (const theme of themeNames) {
        await chat.setTheme(theme);
        await look(theme, theme === 'darkModern' ? 'all' : 'ofColours');
      }
      await chat.setTheme('darkModern');
      await chat.page.setViewportSize({ width: 200, height: 760 });
      await look('narrow', 'all');
      await chat.close();
      assert.deepEqual([...found, ...chat.problems], []);
    });
  }

  it('finds what is wrong, where something is', async () => {
    const chat = await openChatPage(browser, { view: talk });
    await chat.page.evaluate(`{
      const image = document.createElement('button');
      image.style.color = '#1c1c1c';
      document.querySelector('.composer').append(image);
    }`);
    assert.match((await axeViolations(chat.page)).join(), /button-name/);
    await chat.close();
  });
});

/** What makes the page scroll sideways. */
async function overflows({ page }: OpenChatPage): Promise<readonly string[]> {
  return (await page.evaluate(`
    [document.documentElement, ...document.querySelectorAll('.page, .turns, .turns-content, .turn, .composer, .header, .history-rows, .panel, .empty, .suggestions')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className || element.localName)
  `)) as string[];
}
