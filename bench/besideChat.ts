/**
 * What a completion costs while an answer streams into the chat's view, against alone: in a real VS Code with the real view,
 * a line is typed as a person types it, in turn with and without an answer that is being written. The figures are those of
 * the extension's own log.
 *
 * Usage: npm run bench:beside-chat -- [--rounds N] [--json]      (needs a build: npm run build -- --production)
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FrameLocator, Page } from 'playwright-core';
import { answers, ask, openChat } from '../test/support/chatWorkbench.ts';
import { startLeewardWorkbench } from '../test/support/leewardWorkbench.ts';
import { launchBrowser, openWorkbench, runCommand, statusItem } from '../test/support/workbench.ts';
import { moveCursor, openFile, typeText } from '../test/support/workbenchEditor.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
});
const wantedRounds = Number(options.rounds);
/** Slow enough for most keystrokes to be answered. */
const keyIntervalMs = 400;
const story = 'Write a very long story about a sailor, the sea and a storm. Do not stop before it has twenty chapters.';
const names = ['area', 'border', 'corner', 'diagonal', 'edge', 'frame', 'grid', 'height', 'inset', 'join'];

type Company = 'alone' | 'beside an answer';

/** One completion that the engine computed. */
interface Sample {
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
  readonly firstTokenMs: number;
}

const example = readFileSync(join(import.meta.dirname, '../tools/example/rectangle.ts'), 'utf8');
const browser = await launchBrowser();
const leeward = await startLeewardWorkbench({
  files: { 'rectangle.ts': example },
  settings: { 'leeward.engine.gpu': 'cpu', 'typescript.validate.enable': false },
});
const samples: Record<Company, Sample[]> = { alone: [], 'beside an answer': [] };
try {
  const { page } = await openWorkbench(browser, leeward.server, { file: 'rectangle.ts' });
  await statusItem(page, /SmolLM2/i).waitFor({ timeout: 90_000 });
  await setDebugLevel(page);
  const chat = await openChat(page);
  let rounds = 0;
  for (let attempt = 0; rounds < wantedRounds; attempt++) {
    if (attempt === 4 * wantedRounds)
      throw new Error(`Of ${attempt} answers, ${rounds} were long enough to type beside.`);
    const alone = await typeLine(page, 2 * attempt);
    await chat.getByRole('button', { name: 'New conversation' }).click();
    await answers(chat).first().waitFor({ state: 'detached' });
    await ask(chat, story);
    await answers(chat).last().locator('.markdown').waitFor();
    const beside = await typeLine(page, 2 * attempt + 1);
    // Small models may end a story early, and then part of this was typed beside nothing.
    if (!(await stop(chat))) continue;
    rounds++;
    samples.alone.push(...alone);
    samples['beside an answer'].push(...beside);
  }
} finally {
  await browser.close();
  await leeward.dispose();
}

const rows = Object.entries(samples).map(([company, found]) => ({
  'a completion': company,
  completions: found.length,
  'prompt tokens': median(found.map((one) => one.promptTokens)),
  'evaluated tokens, median': median(found.map((one) => one.evaluatedTokens)),
  'evaluated tokens, most': Math.max(...found.map((one) => one.evaluatedTokens)),
  'first token, ms': median(found.map((one) => one.firstTokenMs)),
}));
printResult('Typing beside the chat, in VS Code', rows, { rounds: wantedRounds, rows });

/** A line of its own at the end of the file, which is taken away again: every round begins from the same text. */
async function typeLine(page: Page, round: number): Promise<readonly Sample[]> {
  await openFile(page, 'rectangle.ts');
  await moveCursor(page, example.split('\n').length, 1);
  const before = completions().length;
  await typeText(page, `const ${names[round % names.length]}${round} = r.`, keyIntervalMs);
  await page.waitForTimeout(3000);
  const found = completions().slice(before);
  await runCommand(page, 'File: Revert File');
  return found;
}

/** @returns whether the answer was still being written. */
async function stop(chat: FrameLocator): Promise<boolean> {
  const button = chat.getByRole('button', { name: 'Stop' });
  const isWriting = await button.isVisible();
  // It may come to its end just now.
  if (isWriting) await button.click({ timeout: 2000 }).catch(() => {});
  await chat.getByRole('button', { name: /^Send/ }).waitFor();
  return isWriting;
}

/** The completions that the log tells of. */
function completions(): readonly Sample[] {
  const logs = join(dirname(leeward.server.workspaceFolder), 'user-data');
  const [path] = globSync(join(logs, '**', 'leeward.leeward', '*.log'));
  if (path === undefined) throw new Error('The extension has written no log.');
  const line = /completion: .* prompt (\d+) tokens \(\d+ reused, (\d+) evaluated\).* first token (\d+) ms/g;
  return Array.from(readFileSync(path, 'utf8').matchAll(line), ([, prompt, evaluated, firstToken]) => ({
    promptTokens: Number(prompt),
    evaluatedTokens: Number(evaluated),
    firstTokenMs: Number(firstToken),
  }));
}

/** The lines of single completions are at that level. */
async function setDebugLevel(page: Page): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await page.keyboard.press('F1');
  await widget.locator('input').fill('>Developer: Set Log Level...');
  for (const text of ['Developer: Set Log Level...', 'Leeward', 'Debug'])
    await widget.locator('.monaco-list-row', { hasText: text }).first().click();
  await widget.waitFor({ state: 'hidden' });
}
