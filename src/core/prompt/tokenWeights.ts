/**
 * What a character adds to the tokens of a text, by what stands in front of it. Vocabularies take words, the parts of
 * compound names, signs and digits for themselves, so that is what is counted, not characters: `for (let i` has five tokens
 * in ten characters, and a line of prose has one in four or five.
 *
 * On the safe side: a prompt that does not fit is refused by the engine, one that is a little short does no harm. The weights
 * are fitted to 2,226 pieces of 40 lines of the repositories of `bench:context`, and to the larger of what the vocabularies
 * of SmolLM2 (49,152 tokens) and Llama 2 (32,000) need: 0.86 and 0.92 of the estimate in the mean, between 0.77 and 0.94 in
 * each language (SmolLM2), and in 99 of 100 pieces at most 1.02 and 1.06. Random signs and encoded data need 1.4 to 1.5 of it.
 */

/** Of one token. */
export const tokenWeight = 21;

const weights = {
  lineEnd: 24,
  space: 2,
  tab: 18,
  wordStart: 19,
  lowerCase: 2,
  upperCase: 8,
  /** Letters that are no word: of a key, of encoded data. */
  longWord: 13,
  digit: 24,
  sign: 20,
  /** Behind another sign: `();` is often one token, `)[+` is not. */
  nextSign: 11,
  /** Behind the same one: a line of dashes is a few tokens. */
  sameSign: 5,
  /** As many tokens as it has bytes: what a vocabulary with byte fallback needs at most. */
  byte: 21,
} as const;

/** Of a UTF-16 code unit: three bytes. */
export const greatestWeight = 3 * weights.byte;

/** Words of more letters are rare, and are split. */
const maxWordLength = 12;

/** Weighs a text, to be given each of its UTF-16 code units in turn. */
export class TokenWeights {
  #before: 'lower' | 'upper' | 'sign' | 'other' = 'other';
  #sign = 0;
  /** Letters of the word so far. */
  #length = 0;

  next(code: number): number {
    const before = this.#before;
    if (isLowerCase(code)) {
      this.#before = 'lower';
      return this.#letter(before === 'lower' || before === 'upper', weights.lowerCase);
    }
    if (code >= 0x41 && code <= 0x5a) {
      this.#before = 'upper';
      return this.#letter(before === 'upper', weights.upperCase);
    }
    this.#before = 'other';
    if (code >= 0x80) return (code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3) * weights.byte;
    if (code >= 0x30 && code <= 0x39) return weights.digit;
    if (code === 0x0a) return weights.lineEnd;
    if (code === 0x09) return weights.tab;
    if (code === 0x20 || code === 0x0d) return weights.space;
    const isSame = before === 'sign' && this.#sign === code;
    this.#before = 'sign';
    this.#sign = code;
    return isSame ? weights.sameSign : before === 'sign' ? weights.nextSign : weights.sign;
  }

  #letter(isInWord: boolean, weight: number): number {
    this.#length = isInWord ? this.#length + 1 : 1;
    if (!isInWord) return weights.wordStart;
    return this.#length > maxWordLength ? weights.longWord : weight;
  }
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
