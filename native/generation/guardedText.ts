import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import type { TokenPieces } from '../vocabulary/tokenPieces.ts';
import { tokenizeText } from './tokenizeText.ts';

/** A text that only a format may spell, as a vocabulary spells it. */
export class GuardedText {
  /** One character a byte. */
  readonly bytes: string;
  /** The tokens of one byte among its usual ones, with their places. */
  readonly #usual = new Set<string>();

  constructor(vocabulary: Vocabulary, text: string) {
    this.bytes = Buffer.from(text).toString('latin1');
    // Behind a space or a line end, and before one, which some vocabularies join to it.
    for (const before of ['', ' ', '\n']) {
      for (const after of ['', '\n']) {
        let place = -before.length;
        for (const token of tokenizeText(vocabulary, before + text + after)) {
          const { length } = vocabulary.pieces.bytesOf(token);
          if (length === 1) this.#usual.add(`${place} ${token}`);
          place += length;
        }
      }
    }
  }

  /** Whether a token of one byte, at that place in or around the text, is none that the text usually has there. */
  isOther(letter: Token, place: number): boolean {
    return place >= 0 && place < this.bytes.length && !this.#usual.has(`${place} ${letter}`);
  }
}

const known = new WeakMap<TokenPieces, Map<string, GuardedText>>();

/** Without the white space around them: the line end behind a marker of the format may be the text's own. */
export function guardedTextsOf(vocabulary: Vocabulary, texts: readonly string[]): readonly GuardedText[] {
  const ofVocabulary = known.get(vocabulary.pieces) ?? new Map<string, GuardedText>();
  known.set(vocabulary.pieces, ofVocabulary);
  const trimmed = new Set(texts.map((text) => text.trim()).filter((text) => text !== ''));
  return Array.from(trimmed, (text) => {
    const guarded = ofVocabulary.get(text) ?? new GuardedText(vocabulary, text);
    ofVocabulary.set(text, guarded);
    return guarded;
  });
}
