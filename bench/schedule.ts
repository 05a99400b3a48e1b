/**
 * How long a completion's first token takes while a chat is prefilled or written, against alone: the scheduler lets it wait
 * for one chunk or one token of the chat. All three in one alternating run, on the default model.
 *
 * Usage: npm run bench:schedule -- [--rounds N] [--model FILE] [--json]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chunkTokens } from '../native/sequences/chunkTokens.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { continuation, EngineFixture, never } from '../test/support/engineFixture.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '7' }, model: { type: 'string' } },
});
const fixture = await EngineFixture.create();
const engine = fixture.client(options.model ?? (await ensureDefaultModel()), { params: { contextSizeTokens: 8192 } });
await engine.model(never);

const company = ['alone', 'while a chat is prefilled', 'while a chat is written'] as const;
type Company = (typeof company)[number];
const firstTokenMs: Record<Company, number[]> = {
  alone: [],
  'while a chat is prefilled': [],
  'while a chat is written': [],
};
const chunkMs: number[] = [];
const tokenMs: number[] = [];

for (let round = 0; round < Number(options.rounds); round++) {
  for (const beside of company) firstTokenMs[beside].push(await measure(beside, round));
}
const alone = median(firstTokenMs.alone);
const rows = company.map((beside) => ({
  'a completion': beside,
  'first token, ms': Number(median(firstTokenMs[beside]).toFixed(1)),
  'later than alone, ms': Number((median(firstTokenMs[beside]) - alone).toFixed(1)),
}));
const figures = {
  rounds: Number(options.rounds),
  firstTokenMs: Object.fromEntries(company.map((beside) => [beside, median(firstTokenMs[beside])])),
  chunkMs: median(chunkMs),
  tokenMs: median(tokenMs),
};
printResult(
  `A chunk of the chat's prefill takes ${figures.chunkMs.toFixed(1)} ms, a token of its answer ${figures.tokenMs.toFixed(1)} ms`,
  rows,
  figures,
);
await fixture.dispose();

/** The engine's own time from a completion's arrival to its first token. */
async function measure(beside: Company, round: number): Promise<number> {
  const abort = new AbortController();
  let written = 0;
  const { evaluatedTokens } = await engine.totals(never);
  const request = continuation(text(`chat ${round} ${beside}`, 4000), { purpose: 'chat', maxTokens: 400 });
  const chat =
    beside === 'alone'
      ? undefined
      : engine.generate(
          request,
          () => {
            written += 1;
            return 'continue';
          },
          abort.signal,
        );
  // Two chunks into the prefill, or some tokens into the answer.
  if (beside === 'while a chat is prefilled') {
    // Of a chat that was aborted before, one may come as late.
    while ((await engine.totals(never)).evaluatedTokens - evaluatedTokens < 2 * chunkTokens) await sleep(1);
    if (written > 0) throw new Error('The chat was prefilled before anybody saw that it had begun.');
  }
  if (beside === 'while a chat is written') while (written < 10) await sleep(5);
  const completion = continuation(text(`completion ${round} ${beside}`, 100), { maxTokens: 8 });
  const { counts } = await engine.generate(completion, () => 'continue', never);
  abort.abort();
  await chat?.catch(() => {});
  if (beside === 'while a chat is written') await measureChat(request);
  return counts.timeToFirstTokenMs;
}

/** What a token of the chat takes alone, at that depth, and a chunk of a prompt. */
async function measureChat(request: ReturnType<typeof continuation>): Promise<void> {
  const { counts } = await engine.generate({ ...request, maxTokens: 24 }, () => 'continue', never);
  tokenMs.push(counts.decodeMs / (counts.decodeTokens - 1));
  const fresh = continuation(text(`fresh ${chunkMs.length}`, 1280), { purpose: 'chat', maxTokens: 0 });
  const { counts: prefill } = await engine.generate(fresh, () => 'continue', never);
  chunkMs.push((prefill.prefillMs / prefill.evaluatedTokens) * chunkTokens);
}

/** About as many tokens of code, different from its first token on. */
function text(name: string, tokens: number): string {
  const lines = Array.from(
    { length: Math.ceil(tokens / 16) },
    (_, line) => `  const v${line} = step(${line}, values);`,
  );
  return `// ${name}\n${lines.join('\n')}\n  return `;
}
