import type { LlamaContextOptions, LlamaModel, Token } from 'node-llama-cpp';
import { askLogits, logProbabilityOf } from '../../native/generation/logProbability.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';

/** How far log-probabilities of a text's own tokens, past the window, move when the cache is stored in another type. */
export interface QualityLoss {
  readonly from: string;
  readonly to: string;
  readonly positions: number;
  readonly meanDifference: number;
  readonly maxDifference: number;
  /** Of the text's perplexity: above 1 is worse. */
  readonly perplexityRatio: number;
}

/**
 * Reads a text with an f32, an f16 and a q8_0 cache. What f16 loses against f32 is what everybody accepts, and so the
 * measure of what q8_0 loses.
 *
 * @param tokens more than the window.
 */
export async function measureCacheQuality(
  model: LlamaModel,
  tokens: readonly Token[],
  windowTokens: number,
  threads: number,
): Promise<readonly QualityLoss[]> {
  const read = (options: LlamaContextOptions) =>
    readText(model, tokens, windowTokens, { contextSize: tokens.length, batchSize: chunkTokens, threads, ...options });
  // Flash attention rounds to f16 whatever the cache has, and a quantised cache needs it.
  const f32 = await read({ ...cacheType('F32'), flashAttention: false });
  const f16 = await read({ ...cacheType('F16'), flashAttention: true });
  const q8 = await read({ ...cacheType('Q8_0'), flashAttention: true });
  return [loss('f32', f32, 'f16', f16), loss('f16', f16, 'q8_0', q8)];
}

function cacheType(type: 'F32' | 'F16' | 'Q8_0'): LlamaContextOptions {
  return { experimentalKvCacheKeyType: type, experimentalKvCacheValueType: type };
}

/** The log-probability that each token past the window had in front of it. */
async function readText(
  model: LlamaModel,
  tokens: readonly Token[],
  windowTokens: number,
  options: LlamaContextOptions,
): Promise<readonly number[]> {
  const context = await model.createContext(options);
  const sequence = context.getSequence();
  const found: number[] = [];
  for (let start = 0; start < tokens.length - 1; start += chunkTokens) {
    const end = Math.min(start + chunkTokens, tokens.length - 1);
    const results = await sequence.controlledEvaluate(
      tokens.slice(start, end).map((token, index) => {
        const next = tokens[start + index + 1] as Token;
        return start + index < windowTokens ? token : [token, askLogits([next])];
      }),
    );
    for (const [index, result] of results.entries()) {
      if (result !== undefined) found.push(logProbabilityOf(tokens[start + index + 1] as Token, result.next));
    }
  }
  await context.dispose();
  return found;
}

function loss(from: string, before: readonly number[], to: string, after: readonly number[]): QualityLoss {
  const moved = after.map((logProbability, index) => logProbability - (before[index] ?? Number.NaN));
  const distances = moved.map(Math.abs);
  return {
    from,
    to,
    positions: moved.length,
    meanDifference: mean(distances),
    maxDifference: Math.max(...distances),
    perplexityRatio: Math.exp(-mean(moved)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
