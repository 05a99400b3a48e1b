import type { LlamaModel, Token } from 'node-llama-cpp';
import type { GgufHeader } from '../gguf/ggufTypes.ts';
import type { StringTable } from '../gguf/stringTable.ts';

/**
 * The bytes that each token of a vocabulary stands for, in the middle of a text.
 *
 * Read from the file, because llama.cpp's detokeniser "cleans up" for some vocabularies: it takes the space out of
 * `a ? b` and `!x && !y`, which is right for prose and wrong for code.
 */
export interface TokenPieces {
  readonly size: number;
  /** Empty for control and unused tokens. */
  bytesOf(token: Token): Uint8Array;
}

/** The text that tokens stand for, with a replacement character for each part of a character. */
export function textOfPieces(pieces: TokenPieces, tokens: readonly Token[]): string {
  return Buffer.concat(tokens.map((token) => pieces.bytesOf(token))).toString();
}

/** The pieces of byte-pair (`gpt2`) and SentencePiece (`llama`) vocabularies; others as the library writes them. */
export function tokenPieces(header: GgufHeader, model: LlamaModel): TokenPieces {
  const tokens = stringsOf(header, 'tokenizer.ggml.tokens');
  const types = numbersOf(header, 'tokenizer.ggml.token_type');
  if (tokens === undefined) return libraryPieces(model, 0);
  const read = pieceReaders.get(textOf(header, 'tokenizer.ggml.model'));
  if (read === undefined) return libraryPieces(model, tokens.length);
  return {
    size: tokens.length,
    bytesOf: (token) => {
      const type = types?.[token] ?? tokenType.normal;
      if (type === tokenType.control || type === tokenType.unused || token >= tokens.length) return noBytes;
      return read(tokens.at(token), type);
    },
  };
}

/** Of `tokenizer.ggml.token_type`. */
const tokenType = { normal: 1, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

const noBytes = new Uint8Array(0);
const utf8 = new TextEncoder();

const pieceReaders: ReadonlyMap<string, (text: string, type: number) => Uint8Array> = new Map([
  ['gpt2', (text, type) => (type === tokenType.userDefined ? utf8.encode(text) : fromByteLetters(text))],
  [
    'llama',
    (text, type) => (type === tokenType.byte ? fromByteName(text) : utf8.encode(text.replaceAll('\u2581', ' '))),
  ],
]);

/** GPT-2's vocabularies write each byte as a letter: itself where it is printable, else one from 256 on. */
function fromByteLetters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => byteOfLetter.get(letter) ?? 0x3f);
}

const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const letters = new Map<string, number>();
  let unprintable = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    letters.set(String.fromCharCode(isPrintable ? byte : 256 + unprintable++), byte);
  }
  return letters;
})();

/** `<0x0A>` */
function fromByteName(text: string): Uint8Array {
  const byte = /^<0x([0-9A-F]{2})>$/i.exec(text)?.[1];
  return byte === undefined ? utf8.encode(text) : Uint8Array.of(Number.parseInt(byte, 16));
}

function libraryPieces(model: LlamaModel, size: number): TokenPieces {
  // Behind a word, since some tokenisers leave the space of a text's first token away.
  const before = model.tokenize('a', false);
  const beforeLength = model.detokenize(before).length;
  return { size, bytesOf: (token) => utf8.encode(model.detokenize([...before, token]).slice(beforeLength)) };
}

function stringsOf({ metadata }: GgufHeader, key: string): StringTable | undefined {
  const found = metadata.get(key);
  return found?.type === 'array' && found.items.type === 'string' ? found.items.values : undefined;
}

function numbersOf({ metadata }: GgufHeader, key: string): ArrayLike<number> | undefined {
  const found = metadata.get(key);
  const values = found?.type === 'array' ? found.items.values : undefined;
  return values instanceof Int32Array || values instanceof Uint32Array ? values : undefined;
}

function textOf({ metadata }: GgufHeader, key: string): string {
  const found = metadata.get(key);
  return found?.type === 'string' ? found.value : '';
}
