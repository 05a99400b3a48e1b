import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import { textOfPieces } from '../vocabulary/tokenPieces.ts';
import { TokenTextDecoder } from './textDecoder.ts';
import { noText, TextLookup } from './textLookup.ts';
import { tokenizeText } from './tokenizeText.ts';

/**
 * The tokens that are to be expected next, where what has been said is being said again. They are looked up as text, since
 * the same text has other tokens where other text stands in front of it: at the start of a line they differ with its
 * indentation.
 */
export class TokenLookup {
  readonly #vocabulary: Vocabulary;
  readonly #tokens: Token[];
  readonly #decoder: TokenTextDecoder;
  readonly #lookup: TextLookup;
  /** As far as they are known already. */
  #expected: readonly Token[] = [];

  constructor(vocabulary: Vocabulary, prompt: readonly Token[]) {
    this.#vocabulary = vocabulary;
    this.#tokens = [...prompt];
    this.#decoder = new TokenTextDecoder(vocabulary.pieces);
    this.#lookup = new TextLookup(prompt.map((token) => this.#textOf(token)));
  }

  get tokens(): readonly Token[] {
    return this.#tokens;
  }

  /** The tokens that are to be expected next, at most as many as asked for; none where that is not known. */
  expected(count: number): readonly Token[] {
    if (this.#expected.length < count) this.#expected = this.#lookUp(count);
    return this.#expected.slice(0, count);
  }

  /** @returns whether that token was to be expected; `undefined` where none was. */
  push(token: Token): boolean | undefined {
    const [expected] = this.expected(1);
    const agreed = expected === token;
    this.#expected = agreed ? this.#expected.slice(1) : [];
    this.#tokens.push(token);
    this.#lookup.push(this.#textOf(token));
    return expected === undefined ? undefined : agreed;
  }

  #textOf(token: Token): string {
    return this.#vocabulary.pieces.bytesOf(token).length === 0 ? noText : this.#decoder.push(token);
  }

  #lookUp(count: number): readonly Token[] {
    const text = this.#lookup.expected((count + 1) * lettersPerToken);
    if (text === '') return [];
    const before = this.#tokens.slice(-tokensBefore);
    const tokens = tokenizeText(this.#vocabulary, textOfPieces(this.#vocabulary.pieces, before) + text);
    // Not so behind a part of a character, or tokens that the tokeniser would have chosen otherwise.
    if (before.some((token, index) => token !== tokens[index])) return [];
    // The last one may be another one with what follows it.
    return tokens.slice(before.length, -1);
  }
}

/** In UTF-16 code units: more than most have. No more is looked up than needed, as each word may change what is expected. */
const lettersPerToken = 8;
/** What a token is depends on what stands in front of it, but not from afar. */
const tokensBefore = 4;
