import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import { type GuardedText, guardedTextsOf } from './guardedText.ts';
import { lettersOf } from './letters.ts';

/**
 * The tokens of a prompt in which text never spells what belongs to the format.
 *
 * Where the models of a format know its markers as ordinary tokens (`[INST]` is `▁[`, `INST`, `]`), a text with the same
 * characters would get the same tokens, or nearly the same where the vocabulary joins some to their neighbours (`].`).
 * There, one of the text's tokens is written letter by letter, in byte tokens where the vocabulary has them: the model
 * reads the same characters, and not the marker.
 *
 * What is added changes none of the tokens before it but those of a marker that it completes, so that a prompt's
 * beginning keeps its tokens.
 */
export class GuardedTokens {
  readonly #vocabulary: Vocabulary;
  readonly #guarded: readonly GuardedText[];
  #spelled: Spelled[] = [];
  /** The end of what is spelled, one character a byte: as much as a guarded text can begin in. */
  #ending = '';

  constructor(vocabulary: Vocabulary, guarded: readonly GuardedText[]) {
    this.#vocabulary = vocabulary;
    this.#guarded = guarded;
  }

  static of(vocabulary: Vocabulary, guardedTexts: readonly string[]): GuardedTokens {
    return new GuardedTokens(vocabulary, guardedTextsOf(vocabulary, guardedTexts));
  }

  get tokens(): Token[] {
    return this.#spelled.map(({ token }) => token);
  }

  addControl(token: Token): void {
    this.#spelled.push({ token, isText: false, length: 0 });
    this.#ending = '';
  }

  /** @param isText whether they are a text's, and not the format's. */
  add(tokens: readonly Token[], isText: boolean): void {
    for (const token of tokens) {
      if (this.#guarded.length === 0) this.#spelled.push({ token, isText, length: 0 });
      else this.#addGuarded(token, isText);
    }
  }

  /** Others can be added to it, and this one stays. */
  copy(): GuardedTokens {
    const copy = new GuardedTokens(this.#vocabulary, this.#guarded);
    copy.#spelled = [...this.#spelled];
    copy.#ending = this.#ending;
    return copy;
  }

  #addGuarded(token: Token, isText: boolean): void {
    const bytes = this.#vocabulary.pieces.bytesOf(token);
    const text = this.#ending + Buffer.from(bytes).toString('latin1');
    this.#spelled.push({ token, isText, length: bytes.length });
    let longest = 0;
    for (const guarded of this.#guarded) {
      const { length } = guarded.bytes;
      longest = Math.max(longest, length);
      // Those that end in the new token.
      let at = text.indexOf(guarded.bytes, Math.max(0, this.#ending.length - length + 1));
      for (; at !== -1; at = text.indexOf(guarded.bytes, at + 1)) this.#breakUp(guarded, text.length - at);
    }
    this.#ending = text.slice(Math.max(0, text.length - longest + 1));
  }

  /** @param distance bytes from where the guarded text begins to the end of what is spelled. */
  #breakUp(guarded: GuardedText, distance: number): void {
    const parts = this.#partsOf(guarded, distance);
    const own = parts.filter(({ isText, length }) => isText && length > 0);
    if (own.length === 0 || parts.some((part) => this.#keepsApart(guarded, part))) return;
    for (const { index, place, token } of own) {
      const letters = lettersOf(this.#vocabulary).spell(this.#vocabulary.pieces.bytesOf(token)) ?? [];
      if (!letters.some((letter, byte) => guarded.isOther(letter, place + byte))) continue;
      this.#spelled.splice(index, 1, ...letters.map((letter) => ({ token: letter, isText: true, length: 1 })));
      return;
    }
    // A vocabulary that has the marker in single letters only: a character that shows nothing keeps them apart.
    const [last] = own;
    const joiner = lettersOf(this.#vocabulary).spell(wordJoiner);
    if (last === undefined || joiner === undefined || last.length === guarded.bytes.length) return;
    const at = last.place > 0 ? last.index : last.index + 1;
    this.#spelled.splice(at, 0, ...joiner.map((token) => ({ token, isText: true, length: 0 })));
  }

  /** Whether a part of the guarded text is not as models know it. */
  #keepsApart(guarded: GuardedText, { token, isText, length, place }: Part): boolean {
    return isText && (length === 0 ? place > 0 : length === 1 && guarded.isOther(token, place));
  }

  /** What spells the guarded text, the last token first. */
  #partsOf({ bytes }: GuardedText, distance: number): readonly Part[] {
    const parts: Part[] = [];
    let place = distance;
    for (let index = this.#spelled.length - 1; index >= 0 && place > 0; index--) {
      const spelled = this.#spelled[index] as Spelled;
      place -= spelled.length;
      if (place < bytes.length && place + spelled.length > 0) parts.push({ ...spelled, index, place });
    }
    return parts;
  }
}

interface Spelled {
  readonly token: Token;
  readonly isText: boolean;
  /** Bytes; 0 for what only keeps others apart. */
  readonly length: number;
}

interface Part extends Spelled {
  readonly index: number;
  /** Of its first byte in the guarded text; negative where it begins before. */
  readonly place: number;
}

const wordJoiner = new TextEncoder().encode('\u2060');
