/**
 * What it costs to save a sequence's state to disk and to restore it, against evaluating its tokens again: the default
 * model with full attention and with a window of 1,024 tokens, in one alternating run. All as the engine does it, with the
 * checks of the file; `cold` is with nothing of the file in the system's memory, as after a restart of the machine. The
 * costs by size are what native/states/stateCosts.ts decides by.
 *
 * Usage: node bench/states.ts [--json] [--rounds N] [--model FILE]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getLlama, type LlamaContextSequence, LlamaLogLevel, type Token } from 'node-llama-cpp';
import { chunkTokens } from '../native/sequences/chunkTokens.ts';
import { StateStore } from '../native/states/stateStore.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { median } from './support/median.ts';
import { windowedPair } from './support/modelPair.ts';
import { printResult } from './support/printResult.ts';

// The library computes on the pool of libuv, which in the engine has one thread: file work waits for it.
if (process.env['UV_THREADPOOL_SIZE'] !== '1') {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  process.exit(spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' }).status ?? 1);
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '3' }, model: { type: 'string' } },
});
const rounds = Number(options.rounds);
/** Of saving and restoring in each round, which take far less than the prefill. */
const repeats = 7;
const windowTokens = 1024;
const lengths = [500, 1000, 2000];

interface Case {
  readonly attention: 'full' | 'windowed';
  readonly tokens: number;
  readonly sequence: LlamaContextSequence;
  sizeBytes: number;
  readonly prefillMs: number[];
  readonly saveMs: number[];
  readonly restoreMs: number[];
  readonly coldRestoreMs: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'leeward-bench-'));
const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
try {
  const { fullPath, windowedPath } = await windowedPair(
    folder,
    options.model ?? (await ensureDefaultModel()),
    windowTokens,
  );
  const cases = [...(await casesOf('full', fullPath)), ...(await casesOf('windowed', windowedPath))];
  for (let round = -1; round < rounds; round++) {
    for (const one of cases) await measure(one, round);
    // The first one warms up.
    if (round < 0) for (const one of cases) forget(one);
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
  }
  report(cases);
} finally {
  await llama.dispose();
  await rm(folder, { recursive: true, force: true });
}

async function casesOf(attention: Case['attention'], modelPath: string): Promise<Case[]> {
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: 4096, batchSize: chunkTokens, threads: 1 });
  const sequence = context.getSequence();
  return lengths.map((tokens) => ({
    attention,
    tokens,
    sequence,
    sizeBytes: 0,
    prefillMs: [],
    saveMs: [],
    restoreMs: [],
    coldRestoreMs: [],
  }));
}

function forget({ prefillMs, saveMs, restoreMs, coldRestoreMs }: Case): void {
  for (const times of [prefillMs, saveMs, restoreMs, coldRestoreMs]) times.length = 0;
}

async function measure(one: Case, round: number): Promise<void> {
  const { sequence } = one;
  const directory = join(folder, 'states');
  const tokens = Array.from({ length: one.tokens }, (_, index) => (100 + ((index * 7 + round) % 9000)) as Token);
  const prompt = [...tokens, 1 as Token];

  await sequence.clearHistory();
  one.prefillMs.push(
    await timed(async () => {
      for (let start = 0; start < tokens.length; start += chunkTokens) {
        await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + chunkTokens));
      }
    }),
  );
  for (let repeat = 0; repeat < repeats; repeat++) {
    const store = new StateStore({ directory, maxBytes: 2 ** 34, modelKey: '0123456789abcdef', log: console.error });
    // So slow that it is saved and restored in any case.
    const slow = { prefillTokensPerSecond: 1 };
    one.saveMs.push(await timed(() => store.save(sequence, slow)));
    const match = store.best(prompt, slow);
    if (match === undefined) throw new Error('nothing was saved');
    const restore = async () => {
      if (!(await store.restore(sequence, match.entry))) throw new Error('the state was not restored');
    };
    one.sizeBytes = match.entry.sizeBytes;
    one.restoreMs.push(await timed(restore));
    for (const file of await readdir(directory)) dropFromMemory(join(directory, file));
    one.coldRestoreMs.push(await timed(restore));
    await rm(directory, { recursive: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** GNU dd asks the system to; where there is none, what is called cold is warm. */
function dropFromMemory(path: string): void {
  if (process.platform !== 'linux') return;
  execFileSync('sync', [path]);
  execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
}

function report(cases: readonly Case[]): void {
  const figures = cases.map((one) => {
    const [prefillMs, saveMs] = [median(one.prefillMs), median(one.saveMs)];
    const [restoreMs, coldRestoreMs] = [median(one.restoreMs), median(one.coldRestoreMs)];
    const ratio = median(one.restoreMs.map((ms, index) => ms / (one.prefillMs[Math.floor(index / repeats)] ?? 0)));
    const { attention, tokens, sizeBytes } = one;
    return { attention, tokens, sizeBytes, prefillMs, saveMs, restoreMs, coldRestoreMs, restoreToPrefill: ratio };
  });
  const rows = figures.map((row) => ({
    attention: row.attention,
    tokens: row.tokens,
    MiB: (row.sizeBytes / 2 ** 20).toFixed(1),
    'prefill ms': row.prefillMs.toFixed(0),
    'save ms': row.saveMs.toFixed(1),
    'restore ms': row.restoreMs.toFixed(1),
    'cold restore ms': row.coldRestoreMs.toFixed(1),
    'restore / prefill': row.restoreToPrefill.toFixed(4),
    'cold / prefill': (row.coldRestoreMs / row.prefillMs).toFixed(4),
  }));
  const costs = {
    save: leastSquares(figures.map(({ sizeBytes, saveMs }) => [sizeBytes, saveMs])),
    restore: leastSquares(figures.map(({ sizeBytes, restoreMs }) => [sizeBytes, restoreMs])),
    coldRestore: leastSquares(figures.map(({ sizeBytes, coldRestoreMs }) => [sizeBytes, coldRestoreMs])),
  };
  for (const [name, { fixedMs, msPerMiB }] of Object.entries(costs)) {
    console.log(`${name}: ${fixedMs.toFixed(1)} ms and ${msPerMiB.toFixed(2)} ms/MiB`);
  }
  printResult(`States: medians of ${rounds} alternating rounds, 1 thread`, rows, { rounds, cases: figures, costs });
}

/** The straight line through the points with the least squares. */
function leastSquares(points: readonly (readonly [sizeBytes: number, ms: number])[]) {
  const xs = points.map(([sizeBytes]) => sizeBytes / 2 ** 20);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(xs), mean(points.map(([, ms]) => ms))];
  const products = points.map(([, ms], index) => ((xs[index] ?? 0) - meanX) * (ms - meanY));
  const msPerMiB = mean(products) / mean(xs.map((x) => (x - meanX) ** 2));
  const fixedMs = meanY - msPerMiB * meanX;
  return { fixedMs, msPerMiB };
}
