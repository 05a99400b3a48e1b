import type { SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { BugError } from '../../src/shared/errors.ts';
import { rollBack } from '../sequences/rollBack.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/** A token that the model has chosen. */
export interface SampledToken {
  readonly token: Token;
  /** Natural logarithm, where asked for. */
  readonly logProbability?: number;
  /** It was a guess. */
  readonly wasGuessed?: boolean;
  /** It is, or begins with, text of the prompt that token healing had dropped. */
  readonly wasHealed?: boolean;
}

/**
 * Evaluates guesses at the next tokens in one native call, and keeps those that the model chooses too. At temperature 0
 * each choice is the one that it would have made token by token, up to rounding, which differs with the size of a batch;
 * above it, a choice with the same probabilities, but from other random numbers.
 *
 * @param said prompt and answer so far. Of it the sequence lacks the last token.
 * @returns what the model chose: the guesses that agree, and one token more, which is not evaluated.
 */
export async function evaluateGuesses(
  { sequence, turns }: EvaluationCall,
  said: readonly Token[],
  guesses: readonly Token[],
  { confidence, options }: GuessSampling,
): Promise<readonly SampledToken[]> {
  const asked = [...said.slice(-1), ...guesses];
  const askNext = { generateNext: { token: true, confidence, options } };
  return await turns.take(async () => {
    const results = await sequence.controlledEvaluate(asked.map((token): [Token, object] => [token, askNext]));
    const chosen: SampledToken[] = [];
    for (const [index, guess] of [...guesses, undefined].entries()) {
      const next = results[index]?.next;
      if (next?.token === undefined || next.token === null) throw new BugError('No token was chosen.');
      const wasGuessed = next.token === guess;
      chosen.push({ ...sampledToken(next.token, next.confidence), wasGuessed });
      if (!wasGuessed) break;
    }
    await rollBack(sequence, [...said, ...chosen.map(({ token }) => token)]);
    return chosen;
  });
}

export interface GuessSampling {
  readonly confidence: boolean;
  readonly options: Pick<SequenceEvaluateOptions, 'temperature' | 'topK' | 'topP' | 'seed'>;
}

/** @param confidence the probability, where asked for. */
export function sampledToken(token: Token, confidence: number | undefined): SampledToken {
  return confidence === undefined ? { token } : { token, logProbability: Math.log(confidence) };
}
