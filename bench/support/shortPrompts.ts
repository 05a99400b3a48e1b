import type { Llama, LlamaContextSequence, Token } from 'node-llama-cpp';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { windowedContextTokens } from '../../src/shared/mayRaiseContext.ts';
import { median } from './median.ts';
import type { ModelPair } from './modelPair.ts';

/** Of a prompt and an answer that fit into the window. */
export interface ShortPrompts {
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly rounds: number;
  /** Answers whose every token was the same with and without the window. */
  readonly identicalAnswers: number;
  readonly prefillTokensPerSecond: SpeedPair;
  readonly decodeTokensPerSecond: SpeedPair;
}

export interface SpeedPair {
  readonly full: number;
  readonly windowed: number;
  /** Of the windowed speed to the other: the median over pairs of calls that followed each other. */
  readonly ratio: number;
}

/**
 * Answers prompts greedily with both files, chunk by chunk and token by token in turn, so that whatever else the machine
 * does meets both alike. Their contexts are as long as users have them: by default 4,096 tokens, and with a window 131,072.
 */
export async function measureShortPrompts(
  llama: Llama,
  { fullPath, windowedPath }: ModelPair,
  text: string,
  { promptTokens, answerTokens, threads, rounds }: ShortPromptOptions,
): Promise<ShortPrompts> {
  const full = await startContestant(llama, fullPath, 4096, threads);
  const windowed = await startContestant(llama, windowedPath, windowedContextTokens, threads);
  const tokens = full.sequence.model.tokenize(text);
  let identicalAnswers = 0;
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another part of the text.
    const prompt = tokens.slice(round * chunkTokens, round * chunkTokens + promptTokens);
    const [first, second] = round % 2 === 0 ? [full, windowed] : [windowed, full];
    const answers = await answerInTurn(first, second, prompt, answerTokens);
    if (`${answers[0]}` === `${answers[1]}`) identicalAnswers += 1;
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
  }
  for (const { sequence } of [full, windowed]) await sequence.model.dispose();
  return {
    promptTokens,
    answerTokens,
    rounds,
    identicalAnswers,
    prefillTokensPerSecond: speeds(full.chunkMs, windowed.chunkMs, chunkTokens),
    decodeTokensPerSecond: speeds(full.tokenMs, windowed.tokenMs, 1),
  };
}

interface ShortPromptOptions {
  /** A multiple of {@link chunkTokens}, and the answer no longer. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly threads: number;
  readonly rounds: number;
}

interface Contestant {
  readonly sequence: LlamaContextSequence;
  readonly chunkMs: number[];
  readonly tokenMs: number[];
}

async function startContestant(
  llama: Llama,
  modelPath: string,
  contextSize: number,
  threads: number,
): Promise<Contestant> {
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize, batchSize: chunkTokens, threads });
  return { sequence: context.getSequence(), chunkMs: [], tokenMs: [] };
}

async function answerInTurn(
  first: Contestant,
  second: Contestant,
  prompt: readonly Token[],
  answerTokens: number,
): Promise<readonly (readonly Token[])[]> {
  const both = [first, second].map((contestant) => ({ ...contestant, answer: [] as Token[] }));
  for (const { sequence } of both) await sequence.clearHistory();
  for (let start = 0; start < prompt.length; start += chunkTokens) {
    const isLast = start + chunkTokens >= prompt.length;
    for (const { sequence, chunkMs, answer } of both) {
      const startedAtMs = performance.now();
      const next = await evaluate(sequence, prompt.slice(start, start + chunkTokens), isLast);
      chunkMs.push(performance.now() - startedAtMs);
      answer.push(...next);
    }
  }
  for (let count = 1; count < answerTokens; count++) {
    for (const { sequence, tokenMs, answer } of both) {
      const startedAtMs = performance.now();
      const next = await evaluate(sequence, answer.slice(-1), true);
      tokenMs.push(performance.now() - startedAtMs);
      answer.push(...next);
    }
  }
  return both.map(({ answer }) => answer);
}

/** @returns the likeliest next token, where asked for. */
async function evaluate(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  wantsNext: boolean,
): Promise<readonly Token[]> {
  const last = tokens.length - 1;
  const results = await sequence.controlledEvaluate(
    tokens.map((token, index) =>
      wantsNext && index === last ? [token, { generateNext: { token: true, options: { temperature: 0 } } }] : token,
    ),
  );
  const next = results[last]?.next.token;
  return next === undefined || next === null ? [] : [next];
}

function speeds(fullMs: readonly number[], windowedMs: readonly number[], tokens: number): SpeedPair {
  return {
    full: (tokens / median(fullMs)) * 1000,
    windowed: (tokens / median(windowedMs)) * 1000,
    ratio: median(fullMs.map((full, index) => full / (windowedMs[index] ?? Number.NaN))),
  };
}
