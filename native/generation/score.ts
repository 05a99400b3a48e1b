import type { Token } from 'node-llama-cpp';
import type { ScoreRequest, ScoreResult } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { rollBack } from '../sequences/rollBack.ts';
import type { EvaluationCall } from './evaluationCall.ts';
import type { GenerateHooks } from './generate.ts';
import { askLogits, logProbabilityOf } from './logProbability.ts';
import { onSequence } from './onSequence.ts';
import { prefill } from './prefill.ts';
import { tokenizeContinued } from './tokenizePrompt.ts';

/**
 * How likely each option is as a continuation of the prompt: the sum over its tokens of the log-probability that the model
 * gives each behind those before it. Longer options are thereby less likely; whoever compares takes ones of a kind.
 *
 * @throws CancelledError, UserError `markerMissing`, `promptTooLong` or `inputInvalid`.
 */
export async function score(
  model: LoadedModel,
  request: ScoreRequest,
  hooks: Pick<GenerateHooks, 'window' | 'signal' | 'onReused' | 'onEvaluated'>,
): Promise<ScoreResult> {
  if (new Set(request.options).size < Math.max(2, request.options.length)) {
    throw new UserError('inputInvalid', 'There is nothing to compare. Give two or more options, all different.');
  }
  const { prompt, continued } = tokenizeContinued(model, request, request.options);
  const options = continued.map((tokens) => optionTokens(prompt, tokens));
  let evaluatedTokens = 0;
  const onEvaluated = (tokens: number) => {
    evaluatedTokens += tokens;
    hooks.onEvaluated(tokens);
  };
  const wish = {
    ...hooks,
    onEvaluated,
    purpose: request.purpose,
    prompt,
    moreTokens: Math.max(...options.map(({ length }) => length)) - 1,
    stopSignal: hooks.signal,
    mayRestart: () => true,
  };
  const logProbabilities = await onSequence(model, wish, async (call) => {
    const found: number[] = [];
    for (const option of options) found.push(await scoreOption(call, prompt, option));
    return found;
  });
  return { logProbabilities, evaluatedTokens };
}

function optionTokens(prompt: readonly Token[], whole: readonly Token[]): readonly Token[] {
  if (prompt.some((token, index) => token !== whole[index])) {
    throw new UserError('inputInvalid', 'An option to compare changes what stands before it. Choose other words.');
  }
  const tokens = whole.slice(prompt.length);
  if (tokens.length > 0 && tokens.length <= maxOptionTokens) return tokens;
  throw new UserError(
    'inputInvalid',
    `An option to compare has ${tokens.length} tokens. Give each a text of 1 to ${maxOptionTokens} tokens.`,
  );
}

/** So that an option is evaluated in one call. */
const maxOptionTokens = 32;

async function scoreOption(call: EvaluationCall, prompt: readonly Token[], option: readonly Token[]): Promise<number> {
  // The prompt's last token is evaluated for each option: it gives the logits of the option's first token.
  await call.turns.take(() => rollBack(call.sequence, prompt));
  const lastChunk = await prefill(call, prompt, 0);
  const given = [...lastChunk.slice(-1), ...option.slice(0, -1)];
  const results = await call.turns.take(() =>
    call.sequence.controlledEvaluate([
      ...lastChunk.slice(0, -1),
      ...given.map((token, index): [Token, object] => [token, askLogits([option[index] as Token])]),
    ]),
  );
  call.onEvaluated(given.length - 1);
  const nexts = results.slice(lastChunk.length - 1);
  return option.reduce((sum, token, index) => sum + logProbabilityOf(token, nexts[index]?.next ?? {}), 0);
}
