import type { LlamaGrammarEvaluationState, Token } from 'node-llama-cpp';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { evaluateGuesses, type SampledToken, sampledToken } from './evaluateGuesses.ts';
import type { EvaluationCall } from './evaluationCall.ts';
import type { LookupGuesses } from './lookupGuesses.ts';
import { evaluateLacking } from './prefill.ts';
import { seededRandom } from './seededRandom.ts';
import { evaluateHealed } from './tokenHealing.ts';

/** Where decoding starts. */
export interface DecodeStart {
  readonly prompt: readonly Token[];
  /** The end of the prompt, not evaluated yet. */
  readonly lastChunk: readonly Token[];
  /** Dropped by token healing: the answer begins with it. Empty: nothing was dropped. */
  readonly required: string;
  /** Of the prompt. Absent: one token a native call. */
  readonly guesses?: LookupGuesses;
  /** Of the answer, at its beginning. Absent: it may be any text. */
  readonly grammar?: LlamaGrammarEvaluationState;
}

/** The model's tokens, the healed ones first; ends where the vocabulary's own end-of-generation token comes. */
export async function* sampleTokens(
  model: LoadedModel,
  call: EvaluationCall,
  request: GenerateRequest,
  start: DecodeStart,
): AsyncGenerator<SampledToken, void, void> {
  const { guesses, grammar } = start;
  const { temperature, topK, topP } = request.sampling;
  const seed = request.sampling.seed ?? Math.floor(Math.random() * 2 ** 31);
  const healing = { temperature, random: seededRandom(seed) };
  let next = start.lastChunk;
  let required = start.required;
  while (required !== '') {
    const chosen = await evaluateHealed(call, next, model.vocabulary, required, healing);
    if (chosen === undefined) return;
    yield { ...(request.logProbabilities ? chosen : { token: chosen.token }), wasHealed: true };
    guesses?.push(chosen.token, false);
    required = required.slice(model.vocabulary.textOf(chosen.token).length);
    next = [chosen.token];
  }

  const confidence = request.logProbabilities;
  const options = { temperature, topK, topP, yieldEogToken: true, ...(grammar && { grammarEvaluationState: grammar }) };
  const steps = call.sequence.evaluateWithMetadata([...next], { confidence }, { ...options, seed });
  const step = async (lacking?: Token[]): Promise<readonly SampledToken[]> => {
    const { value } = await call.turns.take(() => steps.next(lacking));
    if (value === undefined) return [];
    const { token, confidence }: { readonly token: Token; readonly confidence?: number } = value;
    return [sampledToken(token, confidence)];
  };
  const lengthLimit = Math.min(start.prompt.length + request.maxTokens, model.info.contextSizeTokens);
  const random = seededRandom(seed);
  const stepWith = async (guesses: LookupGuesses): Promise<readonly SampledToken[]> => {
    const { tokens } = guesses;
    await evaluateLacking(call, tokens);
    // A call chooses one token more than it guesses.
    const expected = guesses.next(lengthLimit - tokens.length - 1);
    if (expected.length === 0) return await step(tokens.slice(call.sequence.nextTokenIndex));
    guesses.onEvaluated(expected.length);
    const sampling = { confidence, options: { ...options, seed: Math.floor(random() * 2 ** 31) } };
    return await evaluateGuesses(call, tokens, expected, sampling);
  };
  try {
    let chosen = await step();
    while (chosen.length > 0) {
      for (const one of chosen) {
        if (model.llamaModel.isEogToken(one.token)) return;
        guesses?.push(one.token, one.wasGuessed === true);
        yield one;
      }
      chosen = guesses === undefined ? await step() : await stepWith(guesses);
    }
  } finally {
    await steps.return();
  }
}
