import type { LlamaContextSequence } from 'node-llama-cpp';

/**
 * The library's checkpoints: copies, in main memory, of what the layers with a window hold at some moment. It keeps them as
 * long as the tokens before them stay, and lets the oldest go when they take too much.
 *
 * It restores one by itself only where an erasure reaches behind the first cell that is left. The window reaches further
 * back than that, so it is done here. There is no public way to do so, nor to see which checkpoints there are; all that is
 * not public is in {@link internalsOf}, and `windowTyping.test.ts` compares what comes of it with fresh evaluations.
 */

/** Numbers of leading tokens that a checkpoint restores, ascending. */
export function checkpointEnds(sequence: LlamaContextSequence): readonly number[] {
  if (!sequence.needsCheckpoints) return [];
  return internalsOf(sequence)._checkpoints._checkpoints.map(([, { maxPos }]) => maxPos + 1);
}

/**
 * Goes back to the checkpoint at `end`, one of {@link checkpointEnds} before the last token. Evaluation may go on there; to
 * go back further, another checkpoint is needed. Where it can't be restored the sequence is empty afterwards.
 */
export async function restoreCheckpoint(sequence: LlamaContextSequence, end: number): Promise<void> {
  const { _context, _sequenceId, _checkpoints } = internalsOf(sequence);
  const found = _checkpoints._checkpoints.findLast(([, { maxPos }]) => maxPos === end - 1);
  const isRestored = found !== undefined && (await _context._ctx.restoreCheckpoint(found[1], end - 1, _sequenceId));
  if (!isRestored) return await sequence.clearHistory();
  // The layers without a window have lost nothing: of theirs, only what follows goes.
  await sequence.eraseContextTokenRanges([{ start: end, end: sequence.nextTokenIndex }]);
}

interface Checkpoint {
  /** Position of its last token. */
  readonly maxPos: number;
}

interface SequenceInternals {
  readonly _sequenceId: number;
  readonly _context: {
    readonly _ctx: { restoreCheckpoint(checkpoint: Checkpoint, maxPos: number, sequenceId: number): Promise<boolean> };
  };
  readonly _checkpoints: { readonly _checkpoints: readonly (readonly [name: string | undefined, Checkpoint])[] };
}

function internalsOf(sequence: LlamaContextSequence): SequenceInternals {
  return sequence as unknown as SequenceInternals;
}
