import type { Token } from 'node-llama-cpp';
import { checkpointEnds } from '../sequences/checkpoints.ts';
import { chunkTokens } from '../sequences/chunkTokens.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/**
 * Evaluates `prompt` from where the sequence stands, all but the last chunk, in our own loop, since the library can't be
 * stopped inside a call.
 *
 * @param stableTokens where a windowed cache keeps a checkpoint, on the way: the next prompt is expected to begin with as
 *   many tokens of this one.
 * @returns the last chunk (1 to {@link chunkTokens} tokens), which is evaluated together with sampling the first token.
 * @throws CancelledError between two chunks.
 */
export async function prefill(
  call: EvaluationCall,
  prompt: readonly Token[],
  stableTokens: number,
): Promise<readonly Token[]> {
  let start = call.sequence.nextTokenIndex;
  if (worthCheckpoint(call, stableTokens)) {
    while (start < stableTokens) {
      start = await evaluateChunk(call, prompt, start, Math.min(start + chunkTokens, stableTokens));
    }
    if (start === stableTokens) await call.turns.take(() => call.sequence.takeCheckpoint());
  }
  while (start + chunkTokens < prompt.length) start = await evaluateChunk(call, prompt, start, start + chunkTokens);
  const lastChunk = prompt.slice(start);
  call.onEvaluated(lastChunk.length);
  return lastChunk;
}

/**
 * Evaluates anew what the sequence lacks of `said`, prompt and answer so far, but for the last token. That is nothing, but
 * where it could not be rolled back without being cleared.
 *
 * @throws CancelledError between two chunks.
 */
export async function evaluateLacking(call: EvaluationCall, said: readonly Token[]): Promise<void> {
  const uncounted = { ...call, onEvaluated: () => {} };
  const end = said.length - 1;
  let start = call.sequence.nextTokenIndex;
  while (start < end) start = await evaluateChunk(uncounted, said, start, Math.min(start + chunkTokens, end));
}

async function evaluateChunk(
  call: EvaluationCall,
  prompt: readonly Token[],
  start: number,
  end: number,
): Promise<number> {
  await call.turns.take(() => call.sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(start, end)));
  call.onEvaluated(end - start);
  return end;
}

/** A checkpoint copies the window; for less than a chunk more than the last one it would cost more than it saves. */
function worthCheckpoint({ sequence }: EvaluationCall, stableTokens: number): boolean {
  if (!sequence.needsCheckpoints) return false;
  return stableTokens - (checkpointEnds(sequence).at(-1) ?? 0) >= chunkTokens;
}
