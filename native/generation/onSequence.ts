import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Purpose } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { type Turns, urgencies } from '../scheduling/scheduler.ts';
import { laneOf } from '../sequences/lanes.ts';
import { rollBack } from '../sequences/rollBack.ts';
import { restoreIfCheaper } from '../states/restoreIfCheaper.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/** A request for a sequence. */
export interface SequenceWish {
  readonly purpose: Purpose;
  readonly prompt: readonly Token[];
  /** Aborted: the request fails with CancelledError, at the latest after one native call. */
  readonly signal: AbortSignal;
  /** Aborted: the request is about to end. */
  readonly stopSignal: AbortSignal;
  readonly onReused: (tokens: number) => void;
  readonly onEvaluated: (tokens: number) => void;
}

/**
 * Lends the sequence whose cache shares most with the prompt, rolled back to what they share, for as long as `work` lasts.
 *
 * @throws UserError `promptTooLong`, `inputInvalid`; CancelledError; what `work` throws.
 */
export async function onSequence<Result>(
  model: LoadedModel,
  wish: SequenceWish,
  work: (call: EvaluationCall, reusedTokens: number) => Promise<Result>,
): Promise<Result> {
  const { purpose, prompt, signal, stopSignal } = wish;
  checkLength(prompt, model.info.contextSizeTokens);
  const urgency = urgencies[purpose];
  const lease = await model.lanes[laneOf[purpose]].acquire({ prompt, urgency, signal, stopSignal });
  try {
    const { sequence } = lease;
    const turns = model.scheduler.enter(purpose, signal);
    await restoreSaved(model, sequence, prompt, turns);
    const reusedTokens = await turns.take(() => rollBack(sequence, prompt));
    wish.onReused(reusedTokens);
    return await work({ sequence, turns, onEvaluated: wish.onEvaluated }, reusedTokens);
  } finally {
    lease.release();
  }
}

/** Only where it pays: the engine before this one may have evaluated the same beginning. */
async function restoreSaved(
  { states, speeds }: LoadedModel,
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  turns: Turns,
): Promise<void> {
  if (states === undefined) return;
  const { prefillTokensPerSecond } = speeds.medians();
  await restoreIfCheaper(states, sequence, prompt, { prefillTokensPerSecond, run: turns.take });
}

function checkLength(prompt: readonly Token[], contextSizeTokens: number): void {
  if (prompt.length === 0) throw new UserError('inputInvalid', 'The prompt is empty: there is nothing to continue.');
  if (prompt.length < contextSizeTokens) return;
  throw new UserError(
    'promptTooLong',
    `The prompt has ${prompt.length} tokens and the context holds ${contextSizeTokens}. Shorten the prompt or raise leeward.model.contextSize.`,
  );
}
