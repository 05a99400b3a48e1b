import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { checkpointEnds, restoreCheckpoint } from './checkpoints.ts';
import { exactFrom } from './exactFrom.ts';

/** How a sequence's cache gets from what it holds to the beginning of another prompt. */
export interface RollBack {
  /** Erase the end; go back to a checkpoint; start empty. */
  readonly kind: 'erase' | 'restore' | 'clear';
  /** Leading tokens whose cache is kept. */
  readonly keptTokens: number;
}

/**
 * The way that keeps most of the cache, with nothing of what follows in it changed by what was there before.
 *
 * @param maxKept by default all but the last token, whose evaluation gives the logits of the first answer token.
 */
export function planRollBack(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  maxKept: number = prompt.length - 1,
): RollBack {
  const shared = Math.min(sequence.compareContextTokens([...prompt]).firstDifferentIndex, maxKept);
  // The library checks only that some cell is left before the position, and would answer wrongly and silently where the
  // window reaches further back.
  if (shared === sequence.nextTokenIndex || shared >= exactFrom(sequence)) return { kind: 'erase', keptTokens: shared };
  const end = checkpointEnds(sequence).findLast((end) => end <= shared);
  return end === undefined ? { kind: 'clear', keptTokens: 0 } : { kind: 'restore', keptTokens: end };
}

/**
 * Takes from the sequence's cache what `prompt` does not share with it, to the end: never a middle range, which would
 * shift positions (and aborts the process on a windowed model).
 *
 * @returns the number of leading prompt tokens whose cache is kept.
 */
export async function rollBack(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  maxKept?: number,
): Promise<number> {
  const { kind, keptTokens } = planRollBack(sequence, prompt, maxKept);
  if (kind === 'restore') await restoreCheckpoint(sequence, keptTokens);
  else if (keptTokens < sequence.nextTokenIndex) {
    await sequence.adaptStateToTokens(prompt.slice(0, keptTokens), false);
  }
  return sequence.nextTokenIndex;
}
