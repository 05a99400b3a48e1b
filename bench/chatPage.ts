/**
 * Whether the chat page drops frames: a conversation of 10,000 lines is scrolled through, and then an answer streams into
 * it. Counts tasks of the page over 50 ms: by the clock, as Chromium's own observer reports them, and by processor time, as
 * its trace does, which other work on the machine does not lengthen.
 *
 * Usage: node bench/chatPage.ts [--json] [--lines N] [--deltas N]      (needs a build: npm run build -- --production)
 */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { ShownMessage } from '../src/shared/chatProtocol.ts';
import { openChatPage } from '../test/support/chatPage.ts';
import { answer, chatView, question } from '../test/support/chatViews.ts';
import { launchBrowser } from '../test/support/workbench.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    lines: { type: 'string', default: '10000' },
    deltas: { type: 'string', default: '500' },
  },
});
const wantedLines = Number(options.lines);
const deltaCount = Number(options.deltas);

interface Phase {
  readonly phase: string;
  readonly ms: number;
  readonly frames: number;
  /** Over 50 ms by the clock. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
  /** Over 50 ms of processor time. */
  readonly longCpuTasks: number;
  readonly longestCpuMs: number;
  readonly longestFrameMs: number;
}

/** What answers grow by. Each is one block, but for the first. */
const growing = {
  prose: {
    begin: '',
    unit: 'The quick **brown** fox jumps over `the` lazy dog and\n- goes on [home](a.ts).\n\n',
    unitsBefore: 0,
    end: '\n\n',
  },
  'a code block': {
    begin: '```ts\n',
    unit: '  const value = clamp(input, low, high);\n  if (value > 3) return "text";\n\n',
    unitsBefore: 0,
    end: '\n```\n',
  },
  'a code block of 1,500 lines': {
    begin: '```ts\n',
    unit: '  const value = clamp(input, low, high);\n  if (value > 3) return "text";\n\n',
    unitsBefore: 500,
    end: '\n```\n',
  },
  'a list of 200 items': {
    begin: '',
    unit: '- The quick **brown** fox jumps over `the` lazy dog\n  - and goes [home](a.ts) again\n',
    unitsBefore: 100,
    end: '\n\n---\n',
  },
  'a table of 100 rows': {
    begin: '| a | b | c | d |\n|---|---|---|---|\n',
    unit: '| the quick **brown** fox | jumps over `the` | lazy [dog](a.ts) | again |\n',
    unitsBefore: 100,
    end: '\n\n---\n',
  },
  'a paragraph of 10,000 letters': {
    begin: '',
    unit: 'The quick **brown** fox jumps over `the` lazy dog and goes [home](a.ts) again. ',
    unitsBefore: 125,
    end: '\n\n',
  },
} as const;

const messages = longConversation(wantedLines);
const lines = messages.reduce((sum, { message }) => sum + message.text.split('\n').length, 0);
const streamed = { ...answer('streamed', '', { status: 'streaming' }) };
const view = chatView([...messages, question('last', 'And now?'), streamed], { streamingId: 'streamed' });

const browser = await launchBrowser();
const phases: Phase[] = [];
try {
  const { page, problems, close } = await openChatPage(browser, { view, viewport: { width: 400, height: 800 } });
  // What opening costs is not what is measured.
  await page.waitForTimeout(1000);
  phases.push(await measure(page, 'scroll up, a screen a frame', scrollBy(-700)));
  phases.push(await measure(page, 'scroll down, a screen a frame', scrollBy(700)));
  for (const [name, { begin, unit, unitsBefore, end }] of Object.entries(growing)) {
    // The block is long already when it is measured how it grows.
    await page.evaluate(stream([`\n\n${begin}${unit.repeat(unitsBefore)}`]));
    await page.waitForTimeout(1000);
    phases.push(await measure(page, `stream ${deltaCount} deltas, ${name}`, stream([...deltasOf(unit), end])));
  }
  await close();
  if (problems.length > 0) throw new Error(problems.join('\n'));
} finally {
  await browser.close();
}

const folder = resolve(import.meta.dirname, '../dist/chat');
const sizesKiB = Object.fromEntries(
  ['chat.js', 'chat.css', 'codicon.css', 'codicon.ttf'].map((name) => [
    name,
    Math.round(statSync(join(folder, name)).size / 1024),
  ]),
);
printResult(`Chat page: a conversation of ${lines} lines in ${messages.length} messages`, phases, {
  lines,
  deltas: deltaCount,
  phases,
  sizesKiB,
});
console.log(`dist/chat, KiB: ${JSON.stringify(sizesKiB)}`);

/** @param script an expression that resolves when the phase is over. */
async function measure(page: Page, phase: string, script: string): Promise<Phase> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  const figures = (await page.evaluate(`(async () => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const frames = [];
    let isOver = false;
    const onFrame = (now) => { frames.push(now); if (!isOver) requestAnimationFrame(onFrame); };
    requestAnimationFrame(onFrame);
    const start = performance.now();
    await ${script};
    await new Promise((done) => setTimeout(done, 300));
    isOver = true;
    tasks.push(...observer.takeRecords().map(({ duration }) => duration));
    observer.disconnect();
    const gaps = frames.slice(1).map((at, index) => at - frames[index]);
    return { ms: performance.now() - start, frames: frames.length, longTasks: tasks.length,
      longestTaskMs: Math.max(0, ...tasks), longestFrameMs: Math.max(0, ...gaps) };
  })()`)) as Omit<Phase, 'phase' | 'longCpuTasks' | 'longestCpuMs'>;
  const cpuMs = taskTimes(await browser.stopTracing());
  const round = (value: number): number => Math.round(value);
  return {
    phase,
    ms: round(figures.ms),
    frames: figures.frames,
    longTasks: figures.longTasks,
    longestTaskMs: round(figures.longestTaskMs),
    longCpuTasks: cpuMs.filter((ms) => ms > 50).length,
    longestCpuMs: round(Math.max(0, ...cpuMs)),
    longestFrameMs: round(figures.longestFrameMs),
  };
}

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  /** Microseconds of processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Milliseconds of processor time of each task of the page's main thread: the busiest of the main threads. */
function taskTimes(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const timesOf = (thread: number): readonly number[] =>
    traceEvents
      .filter(({ name, tid, tdur }) => tid === thread && tdur !== undefined && name.endsWith('RunTask'))
      .map(({ tdur = 0 }) => tdur / 1000);
  const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);
  const all = mains.map(({ tid }) => timesOf(tid));
  return all.sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

/** To the end in that direction. */
function scrollBy(pixels: number): string {
  return `new Promise((done) => {
    const scroller = document.querySelector('.turns');
    scroller.dispatchEvent(new WheelEvent('wheel'));
    let standing = 0;
    const step = () => {
      const before = scroller.scrollTop;
      scroller.scrollTop += ${pixels};
      standing = scroller.scrollTop === before ? standing + 1 : 0;
      if (standing > 5) done(); else requestAnimationFrame(step);
    };
    step();
  })`;
}

/** One message to the page for each delta, 100 a second: as fast as the fastest model here. */
function stream(texts: readonly string[]): string {
  return `(async () => {
    for (const text of ${JSON.stringify(texts)}) {
      window.postMessage({ t: 'q', m: 'append', a: ['streamed', text] }, '*');
      await new Promise((done) => setTimeout(done, 10));
    }
  })()`;
}

/** @returns a few letters each, over and over. */
function deltasOf(unit: string): readonly string[] {
  const words = unit.split(/(?<= )/);
  return Array.from({ length: deltaCount }, (_, at) => words[at % words.length] ?? '');
}

/** Questions, and answers with prose, lists, tables and code, of which one is very long. */
function longConversation(lineCount: number): readonly ShownMessage[] {
  const found: ShownMessage[] = [];
  const code = Array.from(
    { length: 60 },
    (_, at) => `  const value${at} = clamp(input[${at}], "low", high); // line ${at}`,
  ).join('\n');
  const turn = (at: number): string =>
    `## Part ${at}\n\nSome **prose** with \`code\` and [a link](src/a.ts), number ${at}.\n\n- one\n- two\n  - inner\n\n` +
    `\`\`\`ts\nexport function part${at}() {\n${code}\n}\n\`\`\`\n\n| a | b |\n|---|---|\n| ${at} | 2 |\n\n> The end of it.\n`;
  let total = 0;
  for (let at = 0; total < lineCount; at++) {
    const text = at % 10 === 5 ? Array.from({ length: 8 }, (_, part) => turn(at * 100 + part)).join('\n') : turn(at);
    found.push(question(`q${at}`, `Question ${at}?\nWith two lines.`), answer(`a${at}`, text));
    total += 2 + text.split('\n').length;
  }
  return found;
}
