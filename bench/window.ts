/**
 * What the sliding window saves and costs: bytes of the cache, attention's own time at depth, what an 8-bit cache loses,
 * and short prompts, which should not notice. With and without the window in turn, on files that the bench makes with the
 * attention of Mistral 7B and random weights, and on the default model.
 *
 * Usage: node bench/window.ts [--json] [--quick] [--only cache|quality|attention|short] [--threads N]
 *   [--gpu cpu|auto|cuda|metal|vulkan]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LlamaRuntime } from '../native/model/llamaRuntime.ts';
import type { GpuChoice } from '../src/shared/engineProtocol.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { listFiles } from '../tools/listFiles.ts';
import { attentionMs, type CallTimes, measureAttentionTime } from './support/attentionTime.ts';
import { type CacheBytes, measureCacheBytes } from './support/cacheBytes.ts';
import { measureCacheQuality } from './support/cacheQuality.ts';
import { type ModelPair, mistralPair, windowedPair } from './support/modelPair.ts';
import { measureShortPrompts } from './support/shortPrompts.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    threads: { type: 'string', default: '1' },
    gpu: { type: 'string', default: 'cpu' },
  },
});
const { quick } = options;
const threads = Number(options.threads);
/** Mistral 7B's own window, and the depth of the paper's figure; `--quick` has a quarter of both. */
const windowTokens = quick ? 1024 : 4096;
const depthTokens = 4 * windowTokens;
/** Of the default model, which was trained without one. */
const smallWindowTokens = 1024;

let smallFiles: Promise<ModelPair> | undefined;
const parts = { cache: cacheBytes, quality: cacheQuality, attention: attentionTime, short: shortPrompts };
const folder = await mkdtemp(join(tmpdir(), 'leeward-bench-window-'));
const runtime = await LlamaRuntime.of(options.gpu as GpuChoice);
runtime.llama.maxThreads = threads;
const figures: Record<string, unknown> = { backend: runtime.llama.gpu || 'cpu', threads, quick };
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (options.only === undefined || options.only === name) figures[name] = await measure();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (options.json) console.log(JSON.stringify(figures));

async function cacheBytes() {
  const layers = 2;
  const pair = await mistralPair(folder, layers, 4096);
  const rows = await measureCacheBytes(runtime, pair, layers, [4096, 8192, 32_768, 131_072]);
  print('KV cache of one sequence, Mistral 7B (32 layers), batches of 128, as llama.cpp reports it', cacheRows(rows));
  return rows;
}

async function cacheQuality() {
  const { windowedPath } = await smallPair();
  const model = await runtime.llama.loadModel({ modelPath: windowedPath });
  const tokens = model.tokenize(await sampleText()).slice(0, (quick ? 1.25 : 2) * smallWindowTokens);
  const losses = await measureCacheQuality(model, tokens, smallWindowTokens, threads);
  await model.dispose();
  print(
    `Log-probabilities of ${losses[0]?.positions} tokens of code past a window of ${smallWindowTokens}, default model`,
    losses.map(({ from, to, meanDifference, maxDifference, perplexityRatio }) => ({
      cache: `${to} instead of ${from}`,
      'mean difference': meanDifference.toFixed(4),
      'max difference': maxDifference.toFixed(3),
      'perplexity ratio': perplexityRatio.toFixed(4),
    })),
  );
  return { windowTokens: smallWindowTokens, losses };
}

async function attentionTime() {
  const pair = await mistralPair(folder, 1, windowTokens);
  const decodeRounds = quick ? 9 : 33;
  const times = await measureAttentionTime(runtime.llama, pair, { depthTokens, threads, decodeRounds });
  print(`Attention, ${depthTokens} tokens, window ${windowTokens}, one layer, ${threads} thread(s), in turn, medians`, [
    attentionRow(`prefill of all ${depthTokens} tokens`, times.prefill, 'at least 2'),
    attentionRow('prefill of the last chunk', times.lastChunk),
    attentionRow('decode of one token behind them', times.decode, 'at least 2'),
  ]);
  return { windowTokens, depthTokens, ...times };
}

async function shortPrompts() {
  const lengths = { promptTokens: 512, answerTokens: 64, rounds: quick ? 3 : 15 };
  const short = await measureShortPrompts(runtime.llama, await smallPair(), await sampleText(), {
    ...lengths,
    threads,
  });
  const row = (figure: string, { full, windowed, ratio }: typeof short.decodeTokensPerSecond) => ({
    figure,
    full: full.toFixed(1),
    windowed: windowed.toFixed(1),
    ratio: ratio.toFixed(3),
    goal: '0.98 to 1.02',
  });
  print(
    `${short.promptTokens} tokens and ${short.answerTokens} more, below a window of ${smallWindowTokens}, default model: ` +
      `${short.identicalAnswers} of ${short.rounds} answers identical`,
    [row('prefill tokens/s', short.prefillTokensPerSecond), row('decode tokens/s', short.decodeTokensPerSecond)],
  );
  return { windowTokens: smallWindowTokens, ...short };
}

/** The default model, given a window. */
function smallPair(): Promise<ModelPair> {
  smallFiles ??= ensureDefaultModel().then((path) => windowedPair(folder, path, smallWindowTokens));
  return smallFiles;
}

function print(title: string, rows: readonly object[]): void {
  console.log(title);
  console.table(rows);
}

function cacheRows(cacheBytes: readonly CacheBytes[]): readonly object[] {
  const f16Full = new Map(
    cacheBytes.filter(({ type }) => type === 'F16').map((row) => [row.contextSizeTokens, row.fullBytes]),
  );
  return cacheBytes.map(({ contextSizeTokens, type, windowedCells, windowedBytes, fullBytes }) => {
    const isGoal = contextSizeTokens === 32_768;
    return {
      context: contextSizeTokens,
      cache: type.toLowerCase(),
      'windowed cells': windowedCells,
      'windowed MiB': mebibytes(windowedBytes),
      'full MiB': mebibytes(fullBytes),
      'of full f16': `1/${((f16Full.get(contextSizeTokens) ?? Number.NaN) / windowedBytes).toFixed(2)}`,
      goal: isGoal ? `at most 1/${type === 'F16' ? '7.5' : '14'}` : '',
    };
  });
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function attentionRow(figure: string, times: CallTimes, goal = '') {
  const own = attentionMs(times);
  return {
    figure,
    'full ms': times.fullMs.toFixed(1),
    'windowed ms': times.windowedMs.toFixed(1),
    'without attention ms': times.shallowMs.toFixed(1),
    'attention, full ms': own.fullMs.toFixed(1),
    'attention, windowed ms': own.windowedMs.toFixed(1),
    'times faster': (own.fullMs / own.windowedMs).toFixed(2),
    goal,
  };
}

/** What the model is for: source code, ours. */
async function sampleText(): Promise<string> {
  const completion = join(import.meta.dirname, '..', 'src', 'core', 'completion');
  const files = await Promise.all(
    listFiles(completion, ['.ts']).map((path) => readFile(join(completion, path), 'utf8')),
  );
  return files.join('\n');
}
