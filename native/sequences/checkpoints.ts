import type { LlamaContextSequence } from 'node-llama-cpp';

/**
 * The library's checkpoints: copies of what a windowed cache holds at some moment, in main memory. It keeps them as long
 * as the tokens before them stay, and lets the oldest go when they take too much.
 *
 * It restores one by itself only where an erasure reaches behind the first cell that is left. The window reaches further
 * back than that, so here it is made to. There is no public way to do so, nor to see which checkpoints there are; all that
 * is not public is in {@link internalsOf}, and `windowTyping.test.ts` compares what comes of it with fresh evaluations.
 */

/** Numbers of leading tokens that a checkpoint restores, ascending. */
export function checkpointEnds(sequence: LlamaContextSequence): readonly number[] {
  if (!sequence.needsCheckpoints) return [];
  return internalsOf(sequence)._checkpoints._checkpoints.map(([, { maxPos }]) => maxPos + 1);
}

/**
 * Goes back to the checkpoint at `end`, one of {@link checkpointEnds}. Evaluation may go on there; to go back further,
 * another checkpoint is needed.
 */
export async function restoreCheckpoint(sequence: LlamaContextSequence, end: number): Promise<void> {
  const { _context, _sequenceId } = internalsOf(sequence);
  // With no cell left before `end`, the library has to take the checkpoint.
  _context._ctx.removeTokenCellsFromSequence(_sequenceId, 0, end);
  await sequence.eraseContextTokenRanges([{ start: end, end: sequence.nextTokenIndex }]);
}

interface SequenceInternals {
  readonly _sequenceId: number;
  readonly _context: {
    readonly _ctx: { removeTokenCellsFromSequence(sequenceId: number, start: number, end: number): boolean };
  };
  readonly _checkpoints: {
    readonly _checkpoints: readonly (readonly [name: string | undefined, { readonly maxPos: number }])[];
  };
}

function internalsOf(sequence: LlamaContextSequence): SequenceInternals {
  return sequence as unknown as SequenceInternals;
}
