import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { richAnswer } from '../support/chatViews.ts';
import {
  answered,
  answers,
  ask,
  conversationOf,
  input,
  openChat,
  openStored,
  storeConversation,
} from '../support/chatWorkbench.ts';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { pictureSettings, readmePictures, screenshotsFolder } from '../support/screenshots.ts';
import { launchBrowser, openWorkbench, setTheme, statusItem, type Workbench } from '../support/workbench.ts';

const clamp = `/** Keeps a number within bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
`;

describe('the chat as it looks', function () {
  this.timeout(240_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  let chat: FrameLocator;

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({ files: { 'src/clamp.ts': clamp }, settings: pictureSettings });
    window = await openWorkbench(browser, leeward.server, {
      file: 'src/clamp.ts',
      viewport: { width: 1100, height: 770 },
    });
    await statusItem(window.page, /SmolLM2/i).waitFor({ timeout: 90_000 });
    chat = await openChat(window.page);
    await widenSidebar(window.page);
    await input(chat).pressSequentially('#file cla');
    await chat.getByRole('option', { name: 'clamp.ts' }).waitFor();
    await input(chat).press('Enter');
    await ask(chat, 'Write this as an arrow function.');
    await answered(chat);
    await storeConversation(leeward.server, conversationOf('rich', 'All that answers have', richAnswer));
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const picture = async (name: string, to = screenshotsFolder): Promise<void> => {
    // Nothing is hovered over.
    await window.page.mouse.move(800, 400);
    await window.page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled' });
  };

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is there in a ${theme} theme`, async () => {
      await setTheme(window, leeward.server, theme, pictureSettings);
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

  it('is there in a narrow window', async () => {
    await window.page.setViewportSize({ width: 380, height: 700 });
    await input(chat).waitFor();
    await picture('chat-narrow');
  });
});

/** Drags its edge to where code and chat have room. */
async function widenSidebar(page: Page): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width + 1, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 420, box.y + 300, { steps: 5 });
  await page.mouse.up();
}
