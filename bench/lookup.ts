/**
 * Decode speed with lookup against without it, on answers that copy much of their prompt and on ones that do not: scripted
 * ones, since the default model copies little, and one that the model writes itself. Both in turn, some tokens each.
 * Beside them the limit: one call of several tokens against as many calls of one.
 *
 * Usage: node bench/lookup.ts [--json] [--quick] [--only TEXT] [--rounds N] [--model FILE] [--gpu cpu|auto|cuda|metal|vulkan]
 *   [--threads N]
 * `--only` takes the answers whose names have that text in them.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { tokenizePrompt } from '../native/generation/tokenizePrompt.ts';
import { tokenizeText } from '../native/generation/tokenizeText.ts';
import { LoadedModel } from '../native/model/loadedModel.ts';
import type { GpuChoice } from '../src/shared/engineProtocol.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { never } from '../test/support/engineFixture.ts';
import { ToolError } from '../tools/toolError.ts';
import { scriptedAnswers } from './support/copyingAnswers.ts';
import { type Race, raceLookup } from './support/lookupRace.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';
import { type Times, timed } from './support/timed.ts';

const askToken = { generateNext: { token: true, options: { temperature: 0 } } } as const;

// The library computes on the pool of libuv, which in the engine has one thread.
if (process.env['UV_THREADPOOL_SIZE'] !== '1') {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  process.exit(spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' }).status ?? 1);
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string' },
    gpu: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: `${Math.max(1, availableParallelism() - 1)}` },
  },
});
const rounds = Number(options.rounds);
const answers = (await scriptedAnswers(options.quick ? 0.3 : 1)).filter(({ name }) => name.includes(options.only));
if (answers.length === 0) throw new ToolError(`No answer's name has "${options.only}" in it.`);
const model = await LoadedModel.load(
  {
    modelPath: options.model ?? (await ensureDefaultModel()),
    contextSizeTokens: 8192,
    slidingWindow: 'off',
    gpu: options.gpu as GpuChoice,
    threads: Number(options.threads),
  },
  () => {},
  never,
);
const request = { prompt: [], urgency: 1, signal: never, stopSignal: never } as const;
const leases = [await model.lanes.reading.acquire(request), await model.lanes.typing.acquire(request)] as const;
const [first, second] = [leases[0].sequence, leases[1].sequence];

const races: Race[][] = answers.map(() => []);
const batches = [4, 8, 12];
const batchTimes: Times[][] = batches.map(() => []);
const stepTimes: Times[][] = batches.map(() => []);
for (let round = 0; round < rounds; round++) {
  await measureBatches();
  for (const [index, { name, prompt, answer }] of answers.entries()) {
    process.stderr.write(`round ${round + 1} of ${rounds}: ${name}\x1b[K\r`);
    const promptTokens = tokenizePrompt(model, [{ kind: 'text', text: prompt }]);
    const answerTokens = answer === undefined ? undefined : tokenizeText(model, answer);
    const sequences = round % 2 === 0 ? ([first, second] as const) : ([second, first] as const);
    const race = await raceLookup(model, sequences, promptTokens, answerTokens);
    races[index]?.push(race);
  }
}
const figures = {
  answers: answers.map(({ name, copies, answer }, index) => ({
    name,
    copies,
    scripted: answer !== undefined,
    ...figuresOf(races[index] ?? []),
  })),
  limits: batches.map((tokens, index) => ({ tokens, ...limitOf(stepTimes[index] ?? [], batchTimes[index] ?? []) })),
  rounds,
  threads: model.info.threads,
  backend: model.info.backend,
};
printResult(
  `Decoding with lookup against without: ${rounds} round(s) in turn, ${figures.threads} thread(s), ${figures.backend}, medians`,
  figures.answers.map((row) => ({
    answer: row.name,
    tokens: row.tokens,
    plain: row.plainTokensPerSecond.toFixed(1),
    lookup: row.lookupTokensPerSecond.toFixed(1),
    ratio: row.ratio.toFixed(2),
    'CPU time': row.cpuRatio.toFixed(2),
    guessed: row.guessedTokens,
    agreed: row.agreedTokens,
    calls: row.calls,
    'tokens a call': (row.tokens / row.calls).toFixed(1),
  })),
  figures,
);
for (const { tokens, ratio, cpuRatio } of figures.limits) {
  console.log(
    `Limit: one call of ${tokens} tokens is ${ratio.toFixed(2)} times as fast as ${tokens} calls of one, ${cpuRatio.toFixed(2)} by CPU time.`,
  );
}
for (const lease of leases) lease.release();
await model.dispose();

function figuresOf(all: readonly Race[]) {
  const [{ lookup }] = all as [Race];
  return {
    tokens: lookup.tokens,
    guessedTokens: lookup.guessedTokens,
    agreedTokens: lookup.agreedTokens,
    calls: lookup.tokens - lookup.agreedTokens,
    plainTokensPerSecond: median(all.map(({ plain }) => perSecond(plain))),
    lookupTokensPerSecond: median(all.map(({ lookup }) => perSecond(lookup))),
    ratio: median(all.map(({ plain, lookup }) => perSecond(lookup) / perSecond(plain))),
    cpuRatio: median(all.map(({ plain, lookup }) => plain.cpuMs / plain.tokens / (lookup.cpuMs / lookup.tokens))),
  };
}

function perSecond({ tokens, ms }: { readonly tokens: number; readonly ms: number }): number {
  return (tokens / ms) * 1000;
}

function limitOf(steps: readonly Times[], batches: readonly Times[]) {
  const ratio = (time: (times: Times) => number) =>
    median(steps.map((step, index) => time(step) / time(batches[index] as Times)));
  return { ratio: ratio(({ ms }) => ms), cpuRatio: ratio(({ cpuMs }) => cpuMs) };
}

/** Behind some hundred tokens, as in an answer. */
async function measureBatches(): Promise<void> {
  const tokens = tokenizePrompt(model, [{ kind: 'text', text: answers[0]?.prompt ?? '' }]);
  for (const sequence of [first, second]) await prepare(sequence, tokens);
  for (let repeat = 0; repeat < 8; repeat++) {
    for (const [index, count] of batches.entries()) {
      const given = tokens.slice(0, count);
      batchTimes[index]?.push(
        await timeOf(first, () => first.controlledEvaluate(given.map((token) => [token, askToken]))),
      );
      stepTimes[index]?.push(await timeOf(second, () => stepThrough(second, given)));
    }
  }
}

async function prepare(sequence: LlamaContextSequence, tokens: Token[]): Promise<void> {
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
}

/** Of `work`, which is then taken back. */
async function timeOf(sequence: LlamaContextSequence, work: () => Promise<unknown>): Promise<Times> {
  const start = sequence.nextTokenIndex;
  const times = await timed(work);
  await sequence.eraseContextTokenRanges([{ start, end: sequence.nextTokenIndex }]);
  return times;
}

async function stepThrough(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<void> {
  const steps = sequence.evaluate(tokens.slice(0, 1), { temperature: 0, yieldEogToken: true });
  try {
    for (const token of [undefined, ...tokens.slice(1)]) await steps.next(token);
  } finally {
    await steps.return();
  }
}
