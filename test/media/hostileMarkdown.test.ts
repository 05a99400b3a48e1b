import { strict as assert } from 'node:assert';
import type { Browser, Page } from 'playwright-core';
import { type OpenChatPage, openChatPage } from '../support/chatPage.ts';
import { answer, attachment, chatView, question } from '../support/chatViews.ts';
import { attacks } from '../support/hostileMarkdown.ts';
import { launchBrowser } from '../support/workbench.ts';

describe('hostile markdown in the chat page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: OpenChatPage | undefined;
  let placeBefore: unknown;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    assert.ok(chat !== undefined);
    const { page, requests, problems } = chat;
    const after = [await page.evaluate('typeof hacked'), await placeOf(page), page.context().pages().length];
    await chat.close();
    chat = undefined;
    assert.deepEqual(requests, []);
    assert.deepEqual(problems, []);
    assert.deepEqual(after, ['undefined', placeBefore, 1]);
  });
  after(() => browser?.close());

  const open = async (text: string): Promise<OpenChatPage['page']> => {
    const mention = { kind: 'file', label: text.slice(0, 200), uri: 'file:///a' } as const;
    const asked = question('q1', text, { attachments: [attachment(mention, { problem: text.slice(0, 200) })] });
    chat = await openChatPage(browser, { view: chatView([asked, answer('a1', text)], { title: text.slice(0, 200) }) });
    placeBefore = await placeOf(chat.page);
    return chat.page;
  };

  for (const [name, markdown] of Object.entries(attacks)) {
    it(`runs nothing and loads nothing: ${name}`, async () => {
      const page = await open(markdown);
      await page.waitForTimeout(50);
      const bad =
        '.page :is(script, img, iframe, object, embed, svg, math, form:not(.composer), style, meta, base, link, a, audio, video)';
      assert.equal(await page.locator(bad).count(), 0);
      const handlers =
        '[...document.querySelectorAll(".page *")].filter((e) => [...e.attributes].some((a) => /^on|^href$|^src$/.test(a.name))).length';
      assert.equal(await page.evaluate(handlers), 0);
      for (const link of await page.getByRole('link').all()) await link.click();
      const asked = chat?.calls.filter((call) => call.name === 'openLink').map((call) => String(call.args[0])) ?? [];
      for (const address of asked) assert.match(address, /^https:\/\/beacon\.invalid\//);
    });
  }

  it('asks the host for a picture only as a link, by its text', async () => {
    const page = await open('![a diagram](https://beacon.invalid/i.png)');
    await page.getByRole('link', { name: 'a diagram' }).click();
    assert.deepEqual(await chat?.called('openLink'), ['https://beacon.invalid/i.png']);
  });

  const large: Readonly<Record<string, string>> = {
    'a line of a megabyte': 'x '.repeat(500_000),
    'a line of code of a megabyte': `\`\`\`js\n${'x+'.repeat(500_000)}\n\`\`\``,
    'ten thousand nested quotes': `${'>'.repeat(10_000)} bottom`,
    'ten thousand nested lists': `${'- '.repeat(10_000)}bottom`,
    'brackets without an end': '['.repeat(50_000),
    'brackets that are just parsed': '['.repeat(19_000),
    'emphasis that is just parsed': '*a **a '.repeat(2800),
    'emphasis without an end': `${'*a **a '.repeat(10_000)}`,
    'links in links': `${'[a]('.repeat(10_000)}`,
    'backticks of all lengths': Array.from({ length: 400 }, (_, at) => '`'.repeat(at + 1)).join(' '),
    'a table of many cells': `|${'a|'.repeat(2000)}\n|${'-|'.repeat(2000)}\n${`|${'b|'.repeat(2000)}\n`.repeat(20)}`,
  };
  for (const [name, markdown] of Object.entries(large)) {
    it(`stays alive: ${name}`, async () => {
      const page = await open(`${markdown}\n\nThe end.`);
      await page.getByText('The end.').last().waitFor();
      assert.ok(Number(await page.evaluate('document.querySelectorAll(".page *").length')) < 100_000);
      await page.getByRole('textbox', { name: 'Question' }).fill('Still here');
    });
  }
});

/** Where the page is, and how many pages it has been to. */
async function placeOf(page: Page): Promise<unknown> {
  return page.evaluate('[location.href, history.length]');
}
