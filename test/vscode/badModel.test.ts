import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, statusItem, type Workbench } from '../support/workbench.ts';
import { typeText, waitForGhostText } from '../support/workbenchEditor.ts';

describe('a bad model file in a real VS Code', function () {
  this.timeout(120_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  before(async () => {
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({
      files: { 'bad.gguf': 'Once upon a time', 'add.ts': 'export function add(a: number, b: number): number {\n' },
      settings: { 'leeward.engine.gpu': 'cpu' },
    });
    window = await openWorkbench(browser, leeward.server, { file: 'add.ts', line: 2 });
    await statusItem(window.page, /SmolLM2/).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  it('is told in one message and in the status item', async () => {
    const bad = join(leeward.server.workspaceFolder, 'bad.gguf');
    await leeward.server.writeSettings({ 'leeward.engine.gpu': 'cpu', 'leeward.model.path': bad });
    await statusItem(window.page, 'Leeward: failed').waitFor();
    const message = window.page.locator('.notification-toast', { hasText: 'bad.gguf is no GGUF file' });
    await message.waitFor();
    await typeText(window.page, '  ret');
    assert.equal(await message.count(), 1);
  });

  it('is forgotten when the setting names a good one again', async () => {
    await leeward.server.writeSettings({ 'leeward.engine.gpu': 'cpu' });
    await statusItem(window.page, /SmolLM2/).waitFor();
    await typeText(window.page, 'urn ');
    assert.notEqual(await waitForGhostText(window.page), '');
  });
});
