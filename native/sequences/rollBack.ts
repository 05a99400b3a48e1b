import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/**
 * Erases from the sequence's cache what `prompt` does not share with it, to the end: never a middle range, which would
 * shift positions (and aborts the process on a windowed model).
 *
 * The last prompt token is never kept, since its evaluation gives the logits of the first answer token.
 *
 * @returns the number of leading prompt tokens whose cache is kept.
 */
export async function rollBack(sequence: LlamaContextSequence, prompt: readonly Token[]): Promise<number> {
  const shared = Math.min(sequence.compareContextTokens([...prompt]).firstDifferentIndex, prompt.length - 1);
  const kept = isExactFrom(sequence, shared) ? shared : 0;
  if (kept < sequence.nextTokenIndex) await sequence.adaptStateToTokens(prompt.slice(0, kept), false);
  return sequence.nextTokenIndex;
}

/**
 * Whether evaluation may go on at `position`. A windowed cache has forgotten the oldest cells; the library checks only
 * that some cell is left before `position`, and would answer wrongly and silently where the window reaches further back.
 */
function isExactFrom(sequence: LlamaContextSequence, position: number): boolean {
  const windowTokens = sequence.model.fileInsights.swaSize;
  if (windowTokens === undefined || sequence.nextTokenIndex === 0) return true;
  return sequence.stateCellsStartIndex <= Math.max(0, position - windowTokens + 1);
}
