import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { openChatPage } from '../support/chatPage.ts';
import { answer, chatView, question, richAnswer } from '../support/chatViews.ts';
import { launchBrowser } from '../support/workbench.ts';

const code = `export function clamp(value: number, low: number, high: number): number {
  /* Both bounds
     belong to it. */
  const text = \`between \${low}
and \${high}\`;
  return Math.min(Math.max(value, low), high); // text
}

`;
const kinds: Readonly<Record<string, string>> = {
  'all that answers have': richAnswer,
  'a code block': `\`\`\`ts\n${code.repeat(20)}\`\`\`\n`,
  'a code block without an end': `Here:\n\n\`\`\`python\n${'def f(x):\n    """Text."""\n    return [x, "y"]\n\n'.repeat(40)}`,
  'code of no known language': `\`\`\`nothing\n${code.repeat(12)}\`\`\`\n\nThe end.`,
  'a list': `${'- The **quick** fox jumps over `the` dog\n  - and goes [home](a.ts)\n'.repeat(30)}\nThe end.`,
  'a list that becomes a loose one': `${'1. One *two* three\n'.repeat(20)}\n1. four\n\n   five`,
  'a table': `| a | b |\n|---|--:|\n${'| the **quick** fox | `jumps` |\n'.repeat(30)}`,
  'one long paragraph': `${'The quick **brown** fox jumps over `the` lazy dog, and goes [home](a.ts) *again*. '.repeat(40)}`,
  'a heading that its line makes':
    'Title\n===\n\nText\n---\n\n[late] and *not closed\n\n[late]: https://example.com/late\n',
};

/** Answers that are no longer (UTF-16 units) grow letter by letter: nothing between any two is left out. */
const letterLimit = 300;

describe('an answer that grows', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  for (const [name, text] of Object.entries(kinds)) {
    it(`looks in the end as if it had been drawn at once: ${name}`, async () => {
      const deltas = text.length <= letterLimit ? [...text] : cutSomehow(text);
      const asked = question('q1', 'How?');
      const view = chatView([asked, answer('a1', '', { status: 'streaming' })], { streamingId: 'a1' });
      const grown = await openChatPage(browser, { view });
      // Each in a frame of its own.
      await grown.page.evaluate(`(async () => {
        for (const delta of ${JSON.stringify(deltas)}) {
          window.postMessage({ t: 'q', m: 'append', a: ['a1', delta] }, '*');
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
      })()`);
      const complete = answer('a1', text);
      if (complete.message.role === 'assistant') await grown.say.updateAnswer(complete.message);
      const atOnce = await openChatPage(browser, { view: chatView([asked, complete]) });
      assert.deepEqual(await linesOf(grown.page), await linesOf(atOnce.page));
      assert.ok((await linesOf(atOnce.page)).join('').length > text.length / 2);
      for (const { close, problems } of [grown, atOnce]) {
        await close();
        assert.deepEqual(problems, []);
      }
    });
  }
});

/** Some letters here, some lines there. */
function cutSomehow(text: string): readonly string[] {
  const lengths = fc.sample(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 400 })), {
    numRuns: 200,
    seed: text.length,
  });
  const deltas: string[] = [];
  for (let rest = text, at = 0; rest !== ''; at++) {
    const length = lengths[at % lengths.length] ?? 1;
    deltas.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return deltas;
}

/** The HTML of the answer, all of it drawn, a line an element. */
async function linesOf(page: Page): Promise<readonly string[]> {
  const html = await page.evaluate(`(async () => {
    for (const part of document.querySelectorAll('.markdown-part, .code-chunk')) {
      part.scrollIntoView();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    }
    const shown = document.querySelector('.markdown').cloneNode(true);
    // Rough sizes of what is not laid out, and what texts were put together from.
    for (const sized of shown.querySelectorAll('[style]')) sized.removeAttribute('style');
    return shown.innerHTML;
  })()`);
  return String(html).split(/(?=<)/);
}
