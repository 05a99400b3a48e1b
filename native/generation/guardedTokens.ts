import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import type { TokenPieces } from '../vocabulary/tokenPieces.ts';
import { tokenizeText } from './tokenizeText.ts';

/**
 * The tokens of a prompt in which text never spells what belongs to the format.
 *
 * Where the models of a format know its markers as ordinary tokens (`[INST]` is `▁[`, `INST`, `]`), a text with the same
 * characters would get the same tokens. There, one of the text's tokens is written letter by letter, in byte tokens where
 * the vocabulary has them: the model reads the same characters, and not the marker.
 *
 * What is added changes nothing of the text before, but where no other spelling exists, so that a prompt's beginning
 * keeps its tokens.
 */
export class GuardedTokens {
  readonly #pieces: TokenPieces;
  readonly #letters: Letters;
  /** Token sequences that only the format may have, by their last token. */
  readonly #forbidden = new Map<Token, readonly (readonly Token[])[]>();
  readonly #tokens: Token[] = [];
  readonly #isText: boolean[] = [];

  constructor(vocabulary: Vocabulary, guardedTexts: readonly string[]) {
    this.#pieces = vocabulary.pieces;
    this.#letters = lettersOf(vocabulary);
    for (const sequence of guardedTexts.flatMap((text) => sequencesOf(vocabulary, text))) {
      const last = sequence.at(-1);
      if (last !== undefined) this.#forbidden.set(last, [...(this.#forbidden.get(last) ?? []), sequence]);
    }
  }

  get tokens(): Token[] {
    return this.#tokens;
  }

  add(tokens: readonly Token[], isText: boolean): void {
    for (const token of tokens) this.#push(token, isText);
  }

  #push(token: Token, isText: boolean): void {
    this.#tokens.push(token);
    this.#isText.push(isText);
    const sequence = this.#forbidden.get(token)?.find((candidate) => this.#endsWith(candidate));
    if (sequence === undefined) return;
    const start = this.#tokens.length - sequence.length;
    const own = this.#isText.slice(start).flatMap((ofText, index) => (ofText ? [start + index] : []));
    if (own.length > 0) this.#respell(own, sequence.length);
  }

  #endsWith(sequence: readonly Token[]): boolean {
    const start = this.#tokens.length - sequence.length;
    return start >= 0 && sequence.every((token, index) => token === this.#tokens[start + index]);
  }

  /** Writes the last of the tokens at `places` that has another spelling in letters. */
  #respell(places: readonly number[], sequenceLength: number): void {
    for (const place of [...places].reverse()) {
      const letters = this.#letters.spell(this.#pieces.bytesOf(this.#tokens[place] as Token));
      if (letters === undefined || (letters.length === 1 && letters[0] === this.#tokens[place])) continue;
      this.#replace(place, letters);
      return;
    }
    // A vocabulary that has the marker in single letters only: a character that shows nothing keeps them apart.
    const place = places.at(-1) ?? 0;
    const joiner = this.#letters.spell(wordJoiner);
    if (joiner !== undefined && sequenceLength > 1) this.#replace(place, [...joiner, this.#tokens[place] as Token]);
  }

  #replace(place: number, letters: readonly Token[]): void {
    const after = this.#tokens.splice(place).slice(1);
    const isTextAfter = this.#isText.splice(place).slice(1);
    for (const letter of letters) this.#push(letter, true);
    for (const [index, token] of after.entries()) this.#push(token, isTextAfter[index] ?? true);
  }
}

/** The tokens of a marker wherever it may stand: behind a space, and before line ends, which some vocabularies join to it. */
function sequencesOf(vocabulary: Vocabulary, text: string): Token[][] {
  const spellings = [text, text.trim()].flatMap((spelling) => [spelling, ` ${spelling}`]);
  const texts = new Set(spellings.flatMap((spelling) => ['', '\n', '\n\n'].map((ending) => spelling + ending)));
  const sequences = [...texts].map((spelling) => tokenizeText(vocabulary, spelling));
  // The line end behind a marker of the format may be the text's own.
  return sequences.filter((sequence) => !sequences.some((other) => isBeginning(other, sequence)));
}

function isBeginning(tokens: readonly Token[], longer: readonly Token[]): boolean {
  return tokens.length < longer.length && tokens.every((token, index) => token === longer[index]);
}

/** One token for each byte. */
interface Letters {
  /** `undefined` where the vocabulary has no token for one of the bytes. */
  spell(bytes: Uint8Array): readonly Token[] | undefined;
}

const known = new WeakMap<TokenPieces, Letters>();
const wordJoiner = new TextEncoder().encode('\u2060');

function lettersOf(vocabulary: Vocabulary): Letters {
  const letters = known.get(vocabulary.pieces) ?? makeLetters(vocabulary);
  known.set(vocabulary.pieces, letters);
  return letters;
}

/** Reads the vocabulary when it is needed first: hardly any text spells a marker. */
function makeLetters({ llamaModel, pieces }: Vocabulary): Letters {
  let tokens: (Token | undefined)[] | undefined;
  const read = () => {
    const found: (Token | undefined)[] = new Array(256).fill(undefined);
    for (let id = 0; id < pieces.size; id++) {
      const token = id as Token;
      const [byte, ...more] = pieces.bytesOf(token);
      if (byte === undefined || more.length > 0) continue;
      // SentencePiece has a letter and a byte for each character of ASCII: text has the letter.
      if (found[byte] === undefined || llamaModel.getTokenAttributes(token).byte) found[byte] = token;
    }
    return found;
  };
  return {
    spell: (bytes) => {
      tokens ??= read();
      const letters = Array.from(bytes, (byte) => tokens?.[byte]);
      return letters.length > 0 && letters.every((letter) => letter !== undefined) ? letters : undefined;
    },
  };
}
