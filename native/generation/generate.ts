import type { EvaluationPriority, Token } from 'node-llama-cpp';
import type {
  FinishReason,
  GenerateCounts,
  GenerateRequest,
  GenerateResult,
  Purpose,
} from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { rollBack } from '../sequences/rollBack.ts';
import { decode } from './decode.ts';
import type { EvaluationCall } from './evaluationCall.ts';
import { prefill } from './prefill.ts';
import { planHealing } from './tokenHealing.ts';
import { tokenizePrompt } from './tokenizePrompt.ts';

/** Who is told what while a request runs. */
export interface GenerateHooks {
  readonly onDelta: (delta: string) => void;
  readonly onReused: (tokens: number) => void;
  /** Told of prompt tokens as they are evaluated, so that the sums also hold for aborted requests. */
  readonly onEvaluated: (tokens: number) => void;
  /** Aborted: the request fails with CancelledError. */
  readonly signal: AbortSignal;
  /** Aborted: the request ends with what is there. */
  readonly stopSignal: AbortSignal;
}

/**
 * Continues a prompt on the loaded model: tokenise, find the sequence whose cache shares most with the prompt, evaluate
 * the rest in chunks, decode until something ends it.
 *
 * @throws CancelledError, UserError `markerMissing` or `promptTooLong`.
 */
export async function generate(
  model: LoadedModel,
  request: GenerateRequest,
  hooks: GenerateHooks,
): Promise<GenerateResult> {
  const arrivedAtMs = performance.now();
  const tokens = tokenizePrompt(model, request.segments);
  const healing = request.healTokens ? planHealing(model.pieces, request.segments, tokens) : undefined;
  const prompt = healing?.prompt ?? tokens;
  checkLength(prompt, model.info.contextSizeTokens);

  const priority = priorities[request.purpose];
  const { signal, stopSignal } = hooks;
  const lease = await model.sequences.acquire({ prompt, priority, signal, stopSignal });
  try {
    const { sequence } = lease;
    const startedAtMs = performance.now();
    const reusedTokens = await model.nativeCalls.track(rollBack(sequence, prompt));
    hooks.onReused(reusedTokens);
    const call: EvaluationCall = { sequence, priority, track: model.nativeCalls.track, onEvaluated: hooks.onEvaluated };
    const lastChunk = await prefill(call, prompt.slice(reusedTokens), signal);

    let text = '';
    let finish: FinishReason = 'maxTokens';
    let firstTokenAtMs: number | undefined;
    let decodeTokens = 0;
    const logProbabilities: number[] = [];
    for await (const step of decode(
      model,
      call,
      request,
      { prompt, lastChunk, required: healing?.required ?? '' },
      hooks,
    )) {
      firstTokenAtMs ??= performance.now();
      if (step.kind === 'finished') {
        finish = step.finish;
      } else {
        decodeTokens += 1;
        if (step.logProbability !== undefined) logProbabilities.push(step.logProbability);
      }
      if (step.text === '') continue;
      text += step.text;
      hooks.onDelta(step.text);
    }

    const endedAtMs = performance.now();
    firstTokenAtMs ??= endedAtMs;
    const counts: GenerateCounts = {
      promptTokens: prompt.length,
      reusedTokens,
      evaluatedTokens: prompt.length - reusedTokens,
      prefillMs: firstTokenAtMs - startedAtMs,
      timeToFirstTokenMs: firstTokenAtMs - arrivedAtMs,
      decodeTokens,
      decodeMs: endedAtMs - firstTokenAtMs,
    };
    return request.logProbabilities ? { text, finish, counts, logProbabilities } : { text, finish, counts };
  } finally {
    lease.release();
  }
}

const priorities: { readonly [purpose in Purpose]: EvaluationPriority } = {
  completion: 5,
  chat: 3,
  refactor: 3,
  background: 1,
};

function checkLength(prompt: readonly Token[], contextSizeTokens: number): void {
  if (prompt.length === 0) throw new UserError('inputInvalid', 'The prompt is empty: there is nothing to continue.');
  if (prompt.length < contextSizeTokens) return;
  throw new UserError(
    'promptTooLong',
    `The prompt has ${prompt.length} tokens and the context holds ${contextSizeTokens}. Shorten the prompt or raise leeward.model.contextSize.`,
  );
}
