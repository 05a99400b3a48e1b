import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { exactFrom } from '../sequences/exactFrom.ts';
import { sharedLength } from './sharedLength.ts';
import type { StateEntry } from './stateFiles.ts';

/**
 * Hands a state file to the library. The file is what it was when it was written: the caller has checked it.
 *
 * @returns whether the sequence holds the state's tokens; else it holds none.
 */
export async function loadState(sequence: LlamaContextSequence, path: string, entry: StateEntry): Promise<boolean> {
  // The library keeps the checkpoints, and where the file can't be opened the cells too, of what was there before.
  await sequence.clearHistory();
  try {
    await sequence.loadStateFromFile(path, { acceptRisk: true });
  } catch {
    await sweepCells(sequence, entry);
    return false;
  }
  if (holdsTokens(sequence, entry.tokens) && exactFrom(sequence) <= entry.exactFrom) return true;
  await sequence.clearHistory();
  return false;
}

/** Whether the sequence's cache stands for exactly these tokens. */
export function holdsTokens({ contextTokens }: LlamaContextSequence, tokens: Uint32Array): boolean {
  return contextTokens.length === tokens.length && sharedLength(tokens, contextTokens) === tokens.length;
}

/**
 * Of two caches, that of the layers with a window and that of the others, one may have been restored when the other
 * fails, and the library clears no sequence that it takes for empty. So it is given a token.
 */
async function sweepCells(sequence: LlamaContextSequence, { tokens }: StateEntry): Promise<void> {
  await sequence.evaluateWithoutGeneratingNewTokens([...tokens.subarray(0, 1)] as Token[]);
  await sequence.clearHistory();
}
