import type { Token } from 'node-llama-cpp';
import { throwIfAborted } from '../../src/shared/errors.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/** Tokens a native call evaluates at most: an abort or a more urgent request waits for one such call. */
export const chunkTokens = 128;

/**
 * Evaluates all of `tokens` but the last chunk in our own loop, since the library can't be stopped inside a call.
 *
 * @returns the last chunk (1 to {@link chunkTokens} tokens), which is evaluated together with sampling the first token.
 * @throws CancelledError between two chunks.
 */
export async function prefill(
  call: EvaluationCall,
  tokens: readonly Token[],
  signal: AbortSignal,
): Promise<readonly Token[]> {
  let start = 0;
  for (; start + chunkTokens < tokens.length; start += chunkTokens) {
    throwIfAborted(signal);
    const chunk = tokens.slice(start, start + chunkTokens);
    await call.track(call.sequence.evaluateWithoutGeneratingNewTokens(chunk, { evaluationPriority: call.priority }));
    call.onEvaluated(chunk.length);
  }
  throwIfAborted(signal);
  const lastChunk = tokens.slice(start);
  call.onEvaluated(lastChunk.length);
  return lastChunk;
}
