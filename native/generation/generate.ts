import type { Token } from 'node-llama-cpp';
import type { FinishReason, GenerateCounts, GenerateRequest, GenerateResult } from '../../src/shared/engine.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { canGoBack } from '../sequences/exactFrom.ts';
import { decode } from './decode.ts';
import { grammarState } from './grammarState.ts';
import { LookupGuesses } from './lookupGuesses.ts';
import { onSequence } from './onSequence.ts';
import { prefill } from './prefill.ts';
import { planHealing } from './tokenHealing.ts';
import { tokenizePrompt, tokenizeStable } from './tokenizePrompt.ts';

/** Who is told what while a request runs. */
export interface GenerateHooks {
  /** As {@link import('../../src/shared/engine.ts').OnDelta}. */
  readonly onDelta: (delta: string, logProbability?: number) => void;
  readonly onReused: (tokens: number) => void;
  /** Told of prompt tokens as they are evaluated, so that the sums also hold for aborted requests. */
  readonly onEvaluated: (tokens: number) => void;
  /** As {@link import('./onSequence.ts').SequenceWish.window}. */
  readonly window?: AbortSignal | undefined;
  /** Aborted: the request fails with CancelledError. */
  readonly signal: AbortSignal;
  /** Aborted: the request ends with what is there. */
  readonly stopSignal: AbortSignal;
}

/**
 * Continues a prompt on the loaded model: tokenise, find the sequence whose cache shares most with the prompt, evaluate
 * the rest in chunks, decode until something ends it.
 *
 * @throws CancelledError, UserError `markerMissing`, `promptTooLong` or `nothingToSpare`.
 */
export async function generate(
  model: LoadedModel,
  request: GenerateRequest,
  hooks: GenerateHooks,
): Promise<GenerateResult> {
  const arrivedAtMs = performance.now();
  // Only conversations read answers again.
  const answers = request.purpose === 'chat' ? model.writtenAnswers : undefined;
  const { tokens, stableTokens } = tokenizeStable(model, request, answers);
  const unguarded = () =>
    request.guardedTexts === undefined ? tokens : tokenizePrompt(model, request.segments, [], answers);
  // A chat's prompt is long, and heals nothing: it is not tokenised once more for that.
  const healing = request.healTokens ? planHealing(model.pieces, request.segments, tokens, unguarded()) : undefined;
  const prompt = healing?.prompt ?? tokens;
  // Only a windowed cache forgets what came long before; the others need no checkpoint.
  const checkpointAt = model.info.windowTokens === undefined ? 0 : Math.min(stableTokens, prompt.length - 1);

  let hasSpoken = false;
  const { purpose, sparesNewest = false } = request;
  const wish = { ...hooks, purpose, prompt, sparesNewest, mayRestart: () => !hasSpoken };
  return await onSequence(model, wish, async (call, reusedTokens) => {
    const ownTimeMs = () => performance.now() - call.turns.waitedMs();
    const startedMs = ownTimeMs();
    const lastChunk = await prefill(call, prompt, checkpointAt);
    let text = '';
    let finish: FinishReason = 'maxTokens';
    let firstToken: { readonly atMs: number; readonly ownMs: number } | undefined;
    const noteFirstToken = () => ({ atMs: performance.now(), ownMs: ownTimeMs() });
    const logProbabilities: number[] = [];
    /** Of tokens whose text has not come yet. What the prompt says already is certain, however unusual it is. */
    let untold = 0;
    const written: Token[] = [];
    const mayGuess = request.copiesPrompt && request.grammar === undefined && canGoBack(call.sequence);
    const guesses = mayGuess ? new LookupGuesses(model, prompt) : undefined;
    const grammar = request.grammar === undefined ? undefined : await grammarState(model, request.grammar);
    const start = {
      prompt,
      lastChunk,
      required: healing?.required ?? '',
      ...(guesses && { guesses }),
      ...(grammar && { grammar }),
    };
    try {
      for await (const step of decode(model, call, request, start, hooks)) {
        if (firstToken === undefined) {
          firstToken = noteFirstToken();
          call.turns.onFirstToken();
        }
        if (step.kind === 'finished') {
          finish = step.finish;
        } else {
          written.push(step.token);
          if (step.logProbability !== undefined) {
            logProbabilities.push(step.logProbability);
            if (!step.wasHealed) untold += step.logProbability;
          }
        }
        if (step.text === '') continue;
        text += step.text;
        hasSpoken = true;
        hooks.onDelta(step.text, request.logProbabilities ? untold : undefined);
        untold = 0;
      }
    } finally {
      // One that was cancelled is read again too.
      answers?.add(written);
    }

    firstToken ??= noteFirstToken();
    const endedMs = ownTimeMs();
    const counts: GenerateCounts = {
      promptTokens: prompt.length,
      reusedTokens,
      evaluatedTokens: prompt.length - reusedTokens,
      prefillMs: firstToken.ownMs - startedMs,
      timeToFirstTokenMs: firstToken.atMs - arrivedAtMs,
      decodeTokens: written.length,
      decodeMs: endedMs - firstToken.ownMs,
      ...guesses?.counts,
    };
    model.speeds.add(counts);
    return request.logProbabilities ? { text, finish, counts, logProbabilities } : { text, finish, counts };
  });
}
