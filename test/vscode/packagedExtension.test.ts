import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { packageExtension } from '../../tools/packaging/packageExtension.ts';
import { currentTarget } from '../../tools/packaging/targets.ts';
import { extensionFolder, type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { unzip } from '../support/unzip.ts';
import { launchBrowser, openWorkbench, statusItem } from '../support/workbench.ts';
import { typeText, waitForGhostText } from '../support/workbenchEditor.ts';

describe('the packaged extension in a real VS Code', function () {
  this.timeout(120_000);
  let folder: string;
  let browser: Browser;
  let leeward: LeewardWorkbench;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-vsix-'));
    const { path } = await packageExtension(extensionFolder, currentTarget(), folder);
    await unzip(path, join(folder, 'unpacked'));
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({
      extensionFolders: [join(folder, 'unpacked', 'extension')],
      files: { 'add.ts': 'export function add(a: number, b: number): number {\n' },
    });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives ghost text with no other files than its own', async () => {
    const { page } = await openWorkbench(browser, leeward.server, { file: 'add.ts', line: 2 });
    await statusItem(page, /SmolLM2/).waitFor({ timeout: 60_000 });
    await typeText(page, '  return ');
    assert.notEqual(await waitForGhostText(page), '');
  });
});
