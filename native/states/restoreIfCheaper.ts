import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { planRollBack } from '../sequences/rollBack.ts';
import type { RunCall } from './runCall.ts';
import type { StateStore } from './stateStore.ts';

/**
 * Restores into the sequence a saved state that shares its beginning with the prompt, where that is cheaper than
 * evaluating what the sequence's own cache lacks. The caller has the sequence to itself, and rolls it back to the prompt
 * afterwards.
 *
 * @returns whether the sequence was given another state.
 * @throws CancelledError where `run` does.
 */
export async function restoreIfCheaper(
  store: StateStore,
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  options: RestoreOptions = {},
): Promise<boolean> {
  const { prefillTokensPerSecond, run } = options;
  const { keptTokens: liveTokens } = planRollBack(sequence, prompt);
  const match = store.best(prompt, { liveTokens, prefillTokensPerSecond });
  return match !== undefined && (await store.restore(sequence, match.entry, run));
}

export interface RestoreOptions {
  /** As measured by this process; by default as it was when the state was saved. */
  readonly prefillTokensPerSecond?: number | undefined;
  readonly run?: RunCall;
}
