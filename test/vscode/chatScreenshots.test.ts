import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { axeViolations } from '../support/axe.ts';
import { richAnswer } from '../support/chatViews.ts';
import {
  answered,
  answers,
  ask,
  conversationOf,
  input,
  openStored,
  storeConversation,
} from '../support/chatWorkbench.ts';
import { eventually } from '../support/eventually.ts';
import { openedChat } from '../support/openedChat.ts';
import { pictureSettings, readmePictures, screenshotsFolder } from '../support/screenshots.ts';
import { setTheme } from '../support/workbench.ts';

const clamp = `/** Keeps a number within bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
`;

describe('the chat as it looks', function () {
  this.timeout(240_000);
  const opened = openedChat('chat-screenshots', {
    files: { 'src/clamp.ts': clamp },
    settings: pictureSettings,
    window: { file: 'src/clamp.ts', viewport: { width: 1100, height: 770 } },
  });
  before(async () => {
    const { page, chat, server } = opened;
    await mkdir(screenshotsFolder, { recursive: true });
    await widenSidebar(page);
    await input(chat).pressSequentially('#file cla');
    await chat.getByRole('option', { name: 'clamp.ts' }).waitFor();
    await input(chat).press('Enter');
    await ask(chat, 'Write this as an arrow function.');
    await answered(chat);
    await storeConversation(server, conversationOf('rich', 'All that answers have', richAnswer));
  });

  const picture = async (name: string, to = screenshotsFolder): Promise<void> => {
    // Nothing is hovered over.
    await opened.page.mouse.move(800, 400);
    await opened.page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled' });
  };

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is there in a ${theme} theme`, async () => {
      const { chat } = opened;
      await setTheme(opened.window, opened.server, theme, pictureSettings);
      await openStored(chat, 'Write this as');
      assert.equal(await answers(chat).count(), 1);
      await picture(`chat-${theme}`, theme === 'highContrast' ? screenshotsFolder : readmePictures);
      await openStored(chat, 'All that answers have');
      await picture(`chat-rich-${theme}`);
      await input(chat).pressSequentially('#');
      await chat.getByRole('option').first().waitFor();
      await picture(`chat-suggestions-${theme}`);
      await input(chat).press('Escape');
      await input(chat).fill('');
      await chat.getByRole('button', { name: 'Conversations' }).click();
      await chat.locator('.history-open').first().waitFor();
      await picture(`chat-history-${theme}`);
      await chat.getByRole('button', { name: 'Conversations' }).click();
    });
  }

  it('has nothing that axe finds, in the default dark theme and a light one', async () => {
    const { chat } = opened;
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(opened.window, opened.server, theme, pictureSettings);
      await openStored(chat, 'All that answers have');
      const body = await chat.locator('body').elementHandle();
      const frame = await body?.ownerFrame();
      assert.ok(frame);
      assert.deepEqual(await axeViolations(frame), [], theme);
      // It would have found something.
      const button = "document.querySelector('.composer').appendChild(document.createElement('button'))";
      await frame.evaluate(`{ window.nameless = ${button}; }`);
      assert.match((await axeViolations(frame)).join(), /^button-name/);
      await frame.evaluate('nameless.remove()');
    }
  });

  it('is there in a narrow window', async () => {
    const { page, chat } = opened;
    await page.setViewportSize({ width: 380, height: 700 });
    await eventually('the sidebar, as narrow as the window', async () => (await widthOf(chat)) < 340);
    // Nothing is cut off at the side, nor to be scrolled to, and the input is within the window.
    for (const part of ['.page', '.composer', 'article.answer:last-of-type']) {
      const box = await chat.locator(part).first().boundingBox();
      assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 380, `${part} ${JSON.stringify(box)}`);
    }
    const overflow = await chat.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    assert.equal(overflow, 0);
    await picture('chat-narrow');
  });
});

async function widthOf(chat: FrameLocator): Promise<number> {
  return (await chat.locator('html').boundingBox())?.width ?? 0;
}

/** Drags its edge to where code and chat have room. */
async function widenSidebar(page: Page): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width + 1, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 300, { steps: 5 });
  await page.mouse.up();
}
