import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import {
  activeEditor,
  fillBox,
  launchBrowser,
  openWorkbench,
  runCommand,
  statusItem,
  type Workbench,
  webview,
} from '../support/workbench.ts';
import { save, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

const settings = { 'leeward.engine.gpu': 'cpu', 'leeward.engine.threads': 1 };
/** Keys and values of two bytes each, of SmolLM2's 30 layers with 3 key-value heads of 64 numbers, for 4,096 tokens. */
const cacheMib = (2 * 2 * 30 * 3 * 64 * 4096) / 2 ** 20;

describe('the engine report, seen by a user', function () {
  this.timeout(120_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;
  before(async () => {
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({
      files: {
        'add.ts': 'export function add(a: number, b: number): number {\n',
        'first.txt': '',
        'second.txt': '',
        'bad.gguf': 'Once',
      },
      settings,
    });
    window = await openWorkbench(browser, leeward.server);
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await statusItem(window.page, /SmolLM2/).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  const row = (label: string): Locator =>
    webview(window.page).locator('tr', { has: window.page.locator(`:is(td, th):first-child:text-is("${label}")`) });
  const requests = async (): Promise<string> =>
    (await row('Requests').locator(':is(td, th)').last().textContent()) ?? '';
  const tab = (name: string): Locator => window.page.locator('.tab', { hasText: name });
  const copyButton = (): Locator =>
    window.page.locator('.editor-actions .action-label[aria-label="Copy Engine Report as Markdown"]');

  it('is copied where no page is open', async () => {
    const text = await copied('first.txt', () => runCommand(window.page, 'Leeward: Copy Engine Report as Markdown'));
    assert.match(text, /^# Leeward: Engine Report\n\n`SmolLM2-135M-Instruct\.Q4_1` runs on \*\*CPU\*\*\./);
    assert.ok(text.includes(`| Memory a sequence | ${cacheMib} MiB |\n`), text);
    assert.match(text, /\| Requests \| 0 \|/);
  });

  it('is a page with the model and what its cache really takes', async () => {
    await runCommand(window.page, 'Leeward: Show Engine Report');
    await webview(window.page).getByText('Name: SmolLM2-135M-Instruct.Q4_1').waitFor();
    await row('Memory a sequence')
      .filter({ hasText: `${cacheMib} MiB` })
      .waitFor();
    await row('Decode (writing the answer)').filter({ hasText: 'not measured yet' }).waitFor();
  });

  it('is up to date each time it is asked for, on the same page', async () => {
    // It need not be none: what is warmed up counts too.
    const before = await requests();
    await openFile('add.ts');
    await copyButton().waitFor({ state: 'detached' });
    await window.page.keyboard.press('ControlOrMeta+End');
    await typeText(window.page, '\n  return ');
    await waitForGhostText(window.page);
    await save(window.page);
    await eventually('the new page', async () => {
      await runCommand(window.page, 'Leeward: Show Engine Report');
      return (await requests()) !== before;
    });
    assert.equal(await tab('Engine Report').count(), 1);
  });

  it('is copied as it is seen by the button on its page', async () => {
    await copyButton().waitFor();
    // A busy window may show the figures of a moment ago before it draws the last ones.
    const shown = await eventually('a page that stays as it is', async () => {
      const first = await requests();
      await sleep(2_000);
      return first !== '' && (await requests()) === first && first;
    });
    const text = await copied('second.txt', () => copyButton().click());
    assert.ok(text.includes(`| Requests | ${shown} |\n`), text);
  });

  it('is opened from the menu too', async () => {
    await runCommand(window.page, 'View: Close All Editors');
    await statusItem(window.page, /SmolLM2/).click();
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Show Engine Report' }).click();
    await row('Windows connected').waitFor();
  });

  it('follows the engine to what it has loaded since', async () => {
    await leeward.server.writeSettings({ ...settings, 'leeward.model.contextSize': 1024 });
    await row('Cells a sequence').filter({ hasText: '1,024' }).waitFor();
    await leeward.server.writeSettings(settings);
    await row('Cells a sequence').filter({ hasText: '4,096' }).waitFor();
  });

  it('says that it waits for an engine that does not answer, and lets the user give up', async () => {
    const pid = leeward.enginePid();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGSTOP');
    try {
      await runCommand(window.page, 'Leeward: Show Engine Report');
      const waiting = window.page.locator('.notification-toast', { hasText: 'Leeward: asking the engine' });
      await waiting.getByText('Cancel').click();
      await waiting.waitFor({ state: 'hidden' });
      assert.equal(await window.page.locator('.notification-toast').count(), 0);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await runCommand(window.page, 'Leeward: Show Engine Report');
    await row('Requests').waitFor();
  });

  it('says why there is none', async () => {
    const bad = `${leeward.server.workspaceFolder}/bad.gguf`;
    await leeward.server.writeSettings({ ...settings, 'leeward.model.path': bad });
    await statusItem(window.page, 'Leeward: failed').waitFor();
    await window.page.locator('.notification-toast', { hasText: 'bad.gguf is no GGUF file' }).waitFor();
    await runCommand(window.page, 'Notifications: Clear All Notifications');
    await runCommand(window.page, 'Leeward: Show Engine Report');
    await window.page.locator('.notification-toast', { hasText: 'bad.gguf is no GGUF file' }).waitFor();
  });

  it('needs no address but loopback', () => assert.deepEqual(window.network.refused, []));

  async function openFile(name: string): Promise<void> {
    const { page } = window;
    await fillBox(page, 'ControlOrMeta+P', name);
    const widget = page.locator('.quick-input-widget');
    await widget.locator('.monaco-list-row.focused', { hasText: name }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await page.locator(`${activeEditor} .view-lines`).waitFor();
  }

  /** What `copy` has left on the clipboard, pasted into an empty file as a user does. */
  async function copied(file: string, copy: () => Promise<void>): Promise<string> {
    const { page } = window;
    await copy();
    await page.locator('.notification-toast', { hasText: 'on the clipboard' }).waitFor();
    await runCommand(page, 'Notifications: Clear All Notifications');
    await openFile(file);
    await page.keyboard.press('ControlOrMeta+V');
    await page.locator('.tab.active.dirty').waitFor();
    await save(page);
    return await leeward.server.readFile(file);
  }
});
