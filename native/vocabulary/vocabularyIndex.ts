import type { Token } from 'node-llama-cpp';
import { MarkerTokens, type Vocabulary } from './markerTokens.ts';

/** The vocabulary's tokens by their text, for token healing. Markers, as text must not spell them, and parts of characters are left out. */
export class VocabularyIndex {
  /** By text, in code unit order. */
  readonly #entries: readonly (readonly [string, Token])[];
  readonly #byText: ReadonlyMap<string, Token>;
  readonly #textByToken: ReadonlyMap<Token, string>;

  private constructor(entries: readonly (readonly [string, Token])[]) {
    this.#entries = entries;
    this.#byText = new Map(entries);
    this.#textByToken = new Map(entries.map(([text, token]) => [token, text]));
  }

  /** Reads the whole vocabulary: some tenths of a second for the largest. */
  static of(vocabulary: Vocabulary): VocabularyIndex {
    const { pieces, controlTokens } = vocabulary;
    const markers = MarkerTokens.of(vocabulary);
    // Each has a bracket or is known by its text; asking of every token would take half as long again.
    const isMarker = (token: Token, text: string) =>
      (/[<[]/.test(text) || controlTokens.has(text)) && markers.textOf(token) !== undefined;
    const utf8 = new TextDecoder();
    const entries: [string, Token][] = [];
    for (let id = 0; id < pieces.size; id++) {
      const token = id as Token;
      const text = utf8.decode(pieces.bytesOf(token));
      if (text !== '' && !text.includes('\ufffd') && !isMarker(token, text)) entries.push([text, token]);
    }
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return new VocabularyIndex(entries);
  }

  /** Empty for tokens that are left out. */
  textOf(token: Token): string {
    return this.#textByToken.get(token) ?? '';
  }

  /** Whether a text that begins with `required` can begin with `token`: one of the two is a beginning of the other. */
  agrees(token: Token, required: string): boolean {
    const text = this.textOf(token);
    return text !== '' && (text.startsWith(required) || required.startsWith(text));
  }

  /** The tokens that agree with `required`; the rest is left out where there are more than `most`. */
  agreeing(required: string, most: number): Token[] {
    const found: Token[] = [];
    for (let length = 1; length < required.length; length++) {
      const token = this.#byText.get(required.slice(0, length));
      if (token !== undefined) found.push(token);
    }
    for (let i = this.#firstNotBefore(required); found.length < most; i++) {
      const entry = this.#entries[i];
      if (entry === undefined || !entry[0].startsWith(required)) break;
      found.push(entry[1]);
    }
    return found;
  }

  #firstNotBefore(text: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.[0] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
