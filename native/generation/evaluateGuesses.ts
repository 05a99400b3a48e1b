import type { SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { BugError } from '../../src/shared/errors.ts';
import { rollBack } from '../sequences/rollBack.ts';
import type { EvaluationCall } from './evaluationCall.ts';

/** A token that the model has chosen. */
export interface SampledToken {
  readonly token: Token;
  /** Natural logarithm, where asked for. */
  readonly logProbability?: number;
}

/**
 * Evaluates guesses at the next tokens in one native call, and keeps those that the model chooses too. Each choice is the
 * one that it would have made token by token, up to rounding, which differs with the size of a batch.
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
  const lacking = said.slice(sequence.nextTokenIndex);
  const silent = lacking.slice(0, -1);
  const asked = [...lacking.slice(-1), ...guesses];
  const askNext = { generateNext: { token: true, confidence, options } };
  return await turns.take(async () => {
    const results = await sequence.controlledEvaluate([
      ...silent,
      ...asked.map((token): [Token, object] => [token, askNext]),
    ]);
    const chosen: SampledToken[] = [];
    for (const index of asked.keys()) {
      const next = results[silent.length + index]?.next;
      if (next?.token === undefined || next.token === null) throw new BugError('No token was chosen.');
      chosen.push(sampledToken(next.token, next.confidence));
      if (next.token !== guesses[index]) break;
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
