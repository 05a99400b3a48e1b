/**
 * Prefill and decode speed of our engine, over its socket, against a bare node-llama-cpp loop: what the socket, the
 * scheduler, the deltas and the stop rules cost. Both in one alternating run, with the same threads and cache types.
 *
 * Usage: node bench/decode.ts [--json] [--rounds N] [--model FILE]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { continuation, EngineFixture, never } from '../test/support/engineFixture.ts';
import type { BareResult } from './support/bareLoop.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '9' }, model: { type: 'string' } },
});
const modelPath = options.model ?? (await ensureDefaultModel());
const threads = Math.max(1, availableParallelism() - 1);
const contextSizeTokens = 4096;
const maxTokens = 128;

const fixture = await EngineFixture.create();
const engine = fixture.client(modelPath, { params: { threads, contextSizeTokens } });
await engine.model(never);
const bare = fork(
  fileURLToPath(new URL('./support/bareLoop.ts', import.meta.url)),
  [modelPath, `${threads}`, `${contextSizeTokens}`],
  {
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  },
);
await once(bare, 'message');

const ours: BareResult[] = [];
const theirs: BareResult[] = [];
try {
  await measure();
} finally {
  bare.disconnect();
  await fixture.dispose();
}

async function measure(): Promise<void> {
  for (let round = -1; round < Number(options.rounds); round++) {
    const text = promptText(round);
    const { counts } = await engine.generate(continuation(text, { maxTokens }), () => 'continue', never);
    bare.send({ text, maxTokens });
    const [bareResult] = (await once(bare, 'message')) as [BareResult];
    process.stderr.write(`round ${round + 1} of ${options.rounds}\r`);
    if (round < 0) continue; // Warms both up.
    ours.push({ ...counts, prefillTokens: counts.evaluatedTokens });
    theirs.push(bareResult);
  }
}
const rate = {
  prefill: (results: readonly BareResult[]) =>
    median(results.map(({ prefillTokens, prefillMs }) => (prefillTokens / prefillMs) * 1000)),
  decode: (results: readonly BareResult[]) =>
    median(results.map(({ decodeTokens, decodeMs }) => ((decodeTokens - 1) / decodeMs) * 1000)),
};
const ratio = (speed: (results: readonly BareResult[]) => number) =>
  median(ours.map((one, round) => speed([one]) / speed([theirs[round] as BareResult])));
const figures = {
  decodeRatio: ratio(rate.decode),
  prefillRatio: ratio(rate.prefill),
  decodeTokensPerSecond: { engine: rate.decode(ours), bare: rate.decode(theirs) },
  prefillTokensPerSecond: { engine: rate.prefill(ours), bare: rate.prefill(theirs) },
  rounds: ours.length,
  threads,
};
printResult(
  `Engine over its socket against a bare loop: ${ours.length} alternating rounds, ${threads} thread(s), medians`,
  [
    { figure: 'prefill tokens/s', ...rounded(figures.prefillTokensPerSecond), ratio: figures.prefillRatio.toFixed(3) },
    { figure: 'decode tokens/s', ...rounded(figures.decodeTokensPerSecond), ratio: figures.decodeRatio.toFixed(3) },
  ],
  figures,
);

function rounded({ engine: ourRate, bare: bareRate }: { readonly engine: number; readonly bare: number }) {
  return { engine: ourRate.toFixed(1), bare: bareRate.toFixed(1) };
}

/** Different nearly from its first token on, so that no round finds another's cache. */
function promptText(round: number): string {
  const lines = Array.from({ length: 40 }, (_, line) => `  const value${line} = compute(${line * 7}, input[${line}]);`);
  return `// ${round} variant\nexport function step${round}(input: number[]): number {\n${lines.join('\n')}\n  return `;
}
