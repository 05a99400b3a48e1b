import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import { TokenLookup } from './tokenLookup.ts';

/**
 * Guesses the next tokens of an answer that copies from its prompt, or from itself, and only as many as pay: a wrong guess
 * is computed for nothing. How often the lookup is right is seen in the tokens that were not guessed too, so text that
 * does not copy costs nothing, and guessing begins again as soon as it would have been right.
 */
export class LookupGuesses {
  readonly #lookup: TokenLookup;
  /** The share of expected tokens that came, the last ones counting most. */
  #hitRate = firstHitRate;
  #guessedTokens = 0;
  #agreedTokens = 0;

  constructor(vocabulary: Vocabulary, prompt: readonly Token[]) {
    this.#lookup = new TokenLookup(vocabulary, prompt);
  }

  /** Prompt and answer. */
  get tokens(): readonly Token[] {
    return this.#lookup.tokens;
  }

  get counts(): GuessCounts {
    return { guessedTokens: this.#guessedTokens, agreedTokens: this.#agreedTokens };
  }

  /**
   * The next token of the answer.
   *
   * @param wasGuessed it was evaluated as a guess.
   */
  push(token: Token, wasGuessed: boolean): void {
    if (wasGuessed) this.#agreedTokens += 1;
    const agreed = this.#lookup.push(token);
    if (agreed !== undefined) this.#hitRate += ((agreed ? 1 : 0) - this.#hitRate) / hitRateTokens;
  }

  /** Worth evaluating together with the last token; none: it alone. */
  next(maxTokens: number): readonly Token[] {
    const length = this.#worthwhile(maxTokens);
    if (length === 0) return [];
    const expected = this.#lookup.expected(length);
    return expected.slice(0, this.#worthwhile(expected.length));
  }

  /** So many guesses were evaluated. */
  onEvaluated(tokens: number): void {
    this.#guessedTokens += tokens;
  }

  #worthwhile(maxTokens: number): number {
    // The last guess is right only where those before it are.
    return guessLengths.find((length) => length <= maxTokens && this.#hitRate ** length >= guessCost) ?? 0;
  }
}

export interface GuessCounts {
  /** Guessed and evaluated. */
  readonly guessedTokens: number;
  /** Those of them that the model chose too, as far as the answer has come. */
  readonly agreedTokens: number;
}

/** Together with the token before them a multiple of four, which kernels take at a time. */
const guessLengths = [11, 7, 3];

/** Of a token more in a call, against a call of one token: about a half on a CPU, less on a GPU. */
const guessCost = 0.5;
/** Enough to try three. */
const firstHitRate = 0.8;
const hitRateTokens = 10;
