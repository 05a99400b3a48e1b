import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { isAlive } from '../support/engineFixture.ts';
import { eventually } from '../support/eventually.ts';
import { type LeewardWorkbench, startLeewardWorkbench } from '../support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, runCommand, statusItem, type Workbench } from '../support/workbench.ts';
import { acceptGhostText, save, typeText, waitForGhostText } from '../support/workbenchEditor.ts';

const fibonacci = 'export function fibonacci(n: number): number {\n  if (n < 2) {\n    return n;\n  }\n\n}\n';
const ready = /SmolLM2.*CPU/i;
/** A window reload takes some seconds, half a minute on a busy machine, and the engine has to be there still. */
const idleSeconds = 45;

describe('ghost text, seen by a user', function () {
  this.timeout(120_000);
  let browser: Browser;
  let leeward: LeewardWorkbench;
  let window: Workbench;

  before(async () => {
    browser = await launchBrowser();
    leeward = await startLeewardWorkbench({
      files: { 'fibonacci.ts': fibonacci, 'second.ts': fibonacci, 'third.ts': fibonacci },
      settings: { 'leeward.engine.idleSeconds': idleSeconds, 'leeward.engine.gpu': 'cpu' },
    });
    window = await openWorkbench(browser, leeward.server, { file: 'fibonacci.ts', line: 5 });
    await statusItem(window.page, ready).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await leeward?.dispose();
  });

  it('appears while typing, and Tab gives exactly the text shown', async () => {
    const { page } = window;
    await typeText(page, '  return fib');
    const shown = await waitForGhostText(page);
    await acceptGhostText(page);
    await save(page);
    const expected = fibonacci.replace('\n\n}', `\n  return fib${shown}\n}`);
    assert.equal(await leeward.server.readFile('fibonacci.ts'), expected);
  });

  it('leaves one line a request in the log', async () => {
    const { page } = window;
    await runCommand(page, 'Leeward: Show Log');
    const output = page.locator('.part.panel .view-lines');
    // VS Code draws spaces as non-breaking ones.
    await output.filter({ hasText: /completion:\sautomatic,\s(generated|shared)/ }).waitFor();
    await runCommand(page, 'View: Hide Panel');
  });

  it('is shown more or less often, as it is chosen from the menu', async () => {
    const { page } = window;
    const rows = page.locator('.quick-input-widget .monaco-list-row');
    const current = rows.filter({ has: page.locator('.codicon-circle-large-filled') });
    const isGone = () => rows.first().waitFor({ state: 'hidden' });
    await statusItem(page, ready).click();
    await rows.filter({ hasText: 'Show More or Less Ghost Text' }).click();
    await current.filter({ hasText: 'Balanced' }).waitFor();
    await rows.filter({ hasText: 'Quiet' }).click();
    await isGone();
    // A busy window takes a moment to know of a setting.
    await eventually('the choice in the list', async () => {
      await runCommand(page, 'Leeward: Show More or Less Ghost Text...');
      await current.waitFor();
      if (await current.filter({ hasText: 'Quiet' }).isVisible()) return true;
      await page.keyboard.press('Escape');
      await isGone();
      return false;
    });
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await isGone();
  });

  it('is announced by a sign of work where it takes its time', async () => {
    const { page } = window;
    const pid = leeward.enginePid();
    assert.ok(pid !== undefined);
    const sign = statusItem(page, ready).locator('.codicon-loading');
    // From the status bar, whose menu was used, back into the editor.
    await page.keyboard.press('ControlOrMeta+1');
    process.kill(pid, 'SIGSTOP');
    try {
      await typeText(page, '\n  const next = ');
      await sign.waitFor();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await sign.waitFor({ state: 'detached' });
  });

  it('comes from the same engine after a window reload, with the model still loaded', async () => {
    const pid = leeward.enginePid();
    assert.ok(pid !== undefined);
    await window.page.reload();
    await statusItem(window.page, ready).waitFor();
    assert.equal(leeward.enginePid(), pid);
  });

  it('comes from the same engine in a second window', async () => {
    const pid = leeward.enginePid();
    const second = await openWorkbench(browser, leeward.server, { file: 'second.ts', line: 5 });
    await statusItem(second.page, ready).waitFor();
    await typeText(second.page, '  return fib');
    assert.notEqual(await waitForGhostText(second.page), '');
    assert.equal(leeward.enginePid(), pid);
    await second.close();
  });

  it('comes back without an error box after the engine was killed', async () => {
    const third = await openWorkbench(browser, leeward.server, { file: 'third.ts', line: 5 });
    await statusItem(third.page, ready).waitFor();
    const pid = leeward.enginePid();
    assert.ok(pid !== undefined);
    await typeText(third.page, '  ret');
    process.kill(pid, 'SIGKILL');
    await typeText(third.page, 'urn fib');
    assert.notEqual(await waitForGhostText(third.page), '');
    assert.notEqual(leeward.enginePid(), pid);
    assert.equal(await third.page.locator('.notification-toast').count(), 0);
    await third.close();
  });

  it('needs no address but loopback', () => {
    assert.deepEqual(window.network.refused, []);
  });

  it('leaves no engine behind when the last window has gone', async () => {
    const pid = leeward.enginePid();
    assert.ok(pid !== undefined && isAlive(pid));
    await window.close();
    while (isAlive(pid)) await sleep(100);
    assert.equal(leeward.enginePid(), undefined);
  });
});
