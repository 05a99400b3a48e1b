import type { LlamaContextSequence } from 'node-llama-cpp';

/**
 * The first position at which evaluation may go on in the sequence's cache: of a text that shares fewer tokens with it,
 * nothing can be reused.
 */
export function exactFrom(sequence: LlamaContextSequence): number {
  return exactFromCell(sequence, sequence.stateCellsStartIndex);
}

/** Whether some of the last tokens can be taken back. A recurrent model's state is that of the last token alone. */
export function canGoBack({ model }: LlamaContextSequence): boolean {
  return !model.fileInsights.isRecurrent && !model.fileInsights.isHybrid;
}

/**
 * The same of the sequence's state once it is saved and restored. llama.cpp leaves out the cells that the window has
 * passed, so that of the room that a windowed cache has for going back only one token is left.
 */
export function exactFromRestored(sequence: LlamaContextSequence): number {
  const { swaSize: windowTokens = Number.POSITIVE_INFINITY } = sequence.model.fileInsights;
  const firstCell = Math.max(sequence.stateCellsStartIndex, sequence.nextTokenIndex - windowTokens);
  return exactFromCell(sequence, firstCell);
}

/** A token at position p attends to those from p - window + 1 on. */
function exactFromCell(sequence: LlamaContextSequence, firstCell: number): number {
  if (!canGoBack(sequence)) return sequence.nextTokenIndex;
  const { swaSize: windowTokens } = sequence.model.fileInsights;
  return windowTokens === undefined || firstCell <= 0 ? 0 : firstCell + windowTokens - 1;
}
