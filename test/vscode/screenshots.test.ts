import { strict as assert } from 'node:assert';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { extensionFolder, type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { pictureSettings, readmePictures, screenshotsFolder } from '../support/screenshots.ts';
import {
  launchBrowser,
  openWorkbench,
  runCommand,
  setTheme,
  statusItem,
  type Workbench,
} from '../support/workbench.ts';
import { readGhostText, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

describe('ghost text as it looks', function () {
  this.timeout(120_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;

  before(async () => {
    await mkdir(screenshotsFolder, { recursive: true });
    browser = await launchBrowser();
    const example = await readFile(join(extensionFolder, 'tools', 'example', 'rectangle.ts'), 'utf8');
    leeward = await startLeewardWorkbench({
      files: { 'rectangle.ts': example },
      settings: pictureSettings,
    });
    const line = example.split('\n').length;
    window = await openWorkbench(browser, leeward.server, {
      file: 'rectangle.ts',
      line,
      viewport: { width: 1000, height: 560 },
    });
    await statusItem(window.page, /SmolLM2/i).waitFor({ timeout: 60_000 });
    await typeText(window.page, 'export function smaller(a: Rectangle, b: Rectangle): Rectangle {', 20);
    await typeText(window.page, '\n', 20);
    await waitForGhostText(window.page);
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is there in a ${theme} theme`, async () => {
      await setTheme(window, leeward.server, theme, pictureSettings);
      await statusItem(window.page, /SmolLM2/i).waitFor();
      await runCommand(window.page, 'Leeward: Complete Here');
      assert.notEqual(await waitForGhostText(window.page), '');
      const path = join(theme === 'highContrast' ? screenshotsFolder : readmePictures, `ghost-text-${theme}.png`);
      await window.page.screenshot({ path, animations: 'disabled' });
    });
  }

  it('is there in a narrow window', async () => {
    await window.page.setViewportSize({ width: 420, height: 700 });
    assert.notEqual(await readGhostText(window.page), '');
    await window.page.screenshot({ path: join(screenshotsFolder, 'ghost-text-narrow.png'), animations: 'disabled' });
  });
});
