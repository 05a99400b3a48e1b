import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { EngineModel, Purpose } from '../../src/shared/engine.ts';
import { isCancelled, UserError } from '../../src/shared/errors.ts';
import { mayRaiseContext } from '../../src/shared/mayRaiseContext.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { type Turns, urgencies } from '../scheduling/scheduler.ts';
import { laneFor } from '../sequences/lanes.ts';
import { rollBack } from '../sequences/rollBack.ts';
import { restoreIfCheaper } from '../states/restoreIfCheaper.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/** A request for a sequence. */
export interface SequenceWish {
  readonly purpose: Purpose;
  readonly prompt: readonly Token[];
  /** Tokens that are evaluated behind the prompt in any case. Absent: none. */
  readonly moreTokens?: number;
  /** As {@link import('../../src/shared/engine.ts').GenerateRequest.sparesNewest}. */
  readonly sparesNewest?: boolean;
  /** The window that asks; aborted once it has gone. Absent: there is one only. */
  readonly window?: AbortSignal | undefined;
  /** Aborted: the request fails with CancelledError, at the latest after one native call. */
  readonly signal: AbortSignal;
  /** Aborted: the request is about to end. */
  readonly stopSignal: AbortSignal;
  /** Whether it may begin again, since nothing of it was handed on yet: work in the background gives way to others. */
  readonly mayRestart: () => boolean;
  readonly onReused: (tokens: number) => void;
  readonly onEvaluated: (tokens: number) => void;
}

/**
 * Lends the sequence whose cache shares most with the prompt, rolled back to what they share, for as long as `work` lasts.
 * Work in the background, while it may restart, leaves its sequence to whom somebody waits for, and begins again.
 *
 * @throws UserError `promptTooLong`, `inputInvalid`, `nothingToSpare`; CancelledError; what `work` throws.
 */
export async function onSequence<Result>(
  model: LoadedModel,
  wish: SequenceWish,
  work: (call: EvaluationCall, reusedTokens: number) => Promise<Result>,
): Promise<Result> {
  const { purpose, prompt, sparesNewest = false, window, signal, stopSignal, mayRestart } = wish;
  checkLength(prompt, wish.moreTokens ?? 0, model.info);
  const request = { prompt, urgency: urgencies[purpose], sparesNewest, window, signal, stopSignal };
  for (;;) {
    const lease = await model.lanes[laneFor(purpose, model.lanes)].acquire(request);
    const givingWay = new AbortController();
    const giveWay = () => {
      if (mayRestart()) givingWay.abort();
    };
    lease.wanted.addEventListener('abort', giveWay, { once: true });
    if (lease.wanted.aborted) giveWay();
    try {
      const turns = model.scheduler.enter(purpose, AbortSignal.any([signal, givingWay.signal]));
      return await evaluate(model, wish, { sequence: lease.sequence, turns, onEvaluated: wish.onEvaluated }, work);
    } catch (error) {
      if (!isCancelled(error) || signal.aborted || !givingWay.signal.aborted) throw error;
    } finally {
      lease.wanted.removeEventListener('abort', giveWay);
      lease.release();
    }
  }
}

async function evaluate<Result>(
  model: LoadedModel,
  { prompt, onReused }: SequenceWish,
  call: EvaluationCall,
  work: (call: EvaluationCall, reusedTokens: number) => Promise<Result>,
): Promise<Result> {
  const { sequence, turns } = call;
  await restoreSaved(model, sequence, prompt, turns);
  const reusedTokens = await turns.take(() => rollBack(sequence, prompt));
  onReused(reusedTokens);
  return await work(call, reusedTokens);
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

function checkLength(prompt: readonly Token[], moreTokens: number, model: EngineModel): void {
  if (prompt.length === 0) throw new UserError('inputInvalid', 'The prompt is empty: there is nothing to continue.');
  const { contextSizeTokens } = model;
  if (prompt.length + moreTokens < contextSizeTokens) return;
  const remedy = mayRaiseContext(model)
    ? 'Shorten the prompt, or raise leeward.model.contextSize where the model was trained on more.'
    : 'Shorten the prompt: with its sliding window the model has no larger context.';
  throw new UserError(
    'promptTooLong',
    `The prompt has ${prompt.length + moreTokens} tokens and the context holds ${contextSizeTokens}. ${remedy}`,
  );
}
