import type { Token } from 'node-llama-cpp';
import { MarkerTokens, type Vocabulary } from '../vocabulary/markerTokens.ts';
import { tokenizeText } from './tokenizeText.ts';

/**
 * The last answers, in the tokens that the model has written them in. It does not always cut a text as the tokeniser does:
 * read again in the next turn, an answer would differ from what is in the cache from there on, and its rest be evaluated
 * once more.
 */
export class WrittenAnswers {
  readonly #vocabulary: Vocabulary;
  /** The latest last. */
  readonly #answers: Answer[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Remembers an answer, up to the first token that is no text's. */
  add(written: readonly Token[]): void {
    const markers = MarkerTokens.of(this.#vocabulary);
    const markerAt = written.findIndex((token) => markers.textOf(token) !== undefined);
    const tokens = markerAt === -1 ? written : written.slice(0, markerAt);
    if (tokens.length === 0) return;
    const bytes = Buffer.concat(tokens.map((token) => this.#vocabulary.pieces.bytesOf(token)));
    this.#answers.push({ tokens, bytes, wordsLength: Buffer.byteLength(bytes.toString().trimEnd()) });
    if (this.#answers.length > maxAnswers) this.#answers.shift();
  }

  clear(): void {
    this.#answers.length = 0;
  }

  /** The tokens of a text that is an answer, which spell exactly that text; `undefined` where it is none that is known. */
  tokensOf(text: string): readonly Token[] | undefined {
    const bytes = Buffer.from(text);
    const wordsLength = Buffer.byteLength(text.trimEnd());
    const answer = this.#answers.findLast((one) => isAnswer(one, bytes.subarray(0, wordsLength)));
    if (answer === undefined) return undefined;
    const kept = commonTokens(this.#vocabulary, answer, bytes);
    const rest = bytes.subarray(kept.lengthBytes).toString();
    return [...answer.tokens.slice(0, kept.count), ...tokenizeText(this.#vocabulary, rest)];
  }
}

interface Answer {
  readonly tokens: readonly Token[];
  /** What they spell. */
  readonly bytes: Buffer;
  /** Without the white space at its end, in bytes. */
  readonly wordsLength: number;
}

/** Several conversations in several windows. */
const maxAnswers = 32;

/** The end may be missing: white space is left away, and who stops an answer has not seen its last tokens. */
function isAnswer({ bytes, wordsLength }: Answer, words: Buffer): boolean {
  return 2 * words.length > wordsLength && bytes.subarray(0, words.length).equals(words);
}

/** The tokens of an answer with which `text` begins, up to the end of a character. */
function commonTokens({ pieces }: Vocabulary, { tokens, bytes }: Answer, text: Buffer) {
  const different = text.findIndex((byte, index) => byte !== bytes[index]);
  const common = different === -1 ? text.length : different;
  let kept = { count: 0, lengthBytes: 0 };
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    end += pieces.bytesOf(token).length;
    if (end > common) break;
    if (isCharacterStart(text[end])) kept = { count: index + 1, lengthBytes: end };
  }
  return kept;
}

/** Or the end of the text. */
function isCharacterStart(byte: number | undefined): boolean {
  return byte === undefined || (byte & 0xc0) !== 0x80;
}
