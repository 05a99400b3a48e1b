import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { ggufBool, ggufFloat32s, ggufInt32s, ggufString, ggufStrings, ggufUint32 } from './ggufWriter.ts';

export interface TinyVocabulary {
  readonly metadata: readonly (readonly [key: string, value: GgufValue])[];
  readonly size: number;
  /** Whether the model should like to say that token: printable and no control token. */
  readonly likes: (token: number) => boolean;
}

/** `gpt2`: every byte is a token, and merges make more. `llama`: SentencePiece with byte tokens. */
export type TinyTokenizer = 'gpt2' | 'llama';

/**
 * A vocabulary in which every text has an exact round trip.
 *
 * @param words become single tokens, their beginnings too. One that is a control token also makes SentencePiece join its
 *   letters to that token.
 * @param controlTokens are single tokens that text should never become.
 */
export function tinyVocabulary(
  tokenizer: TinyTokenizer,
  words: readonly string[],
  controlTokens: readonly string[],
): TinyVocabulary {
  return tokenizer === 'gpt2' ? bytePairs(words, controlTokens) : sentencePieces(words, controlTokens);
}

/** The types of `vocabulary`'s tokens, as a file has them that declares those of `texts` otherwise. */
export function tokenTypes(
  vocabulary: TinyVocabulary,
  texts: readonly string[],
  type: 'userDefined' | 'normal',
): GgufValue {
  const values = new Map(vocabulary.metadata);
  const tokens = values.get('tokenizer.ggml.tokens');
  const types = values.get('tokenizer.ggml.token_type');
  if (tokens?.type !== 'array' || tokens.items.type !== 'string') throw new Error('no tokens');
  if (types?.type !== 'array' || types.items.type !== 'int32') throw new Error('no types');
  const changed = Int32Array.from(types.items.values);
  for (const [id, text] of [...tokens.items.values].entries()) {
    if (texts.includes(text)) changed[id] = type === 'normal' ? 1 : 4;
  }
  return { type: 'array', items: { type: 'int32', values: changed } };
}

/** Common in code, and short enough that most typed text is still one token a byte. */
export const tinyWords = [' the', 'the', 're', 'in', 'on', 'er', '    ', ' fu', 'nc', ' ret', 'return'];

const controlType = 3;

function bytePairs(words: readonly string[], controlTokens: readonly string[]): TinyVocabulary {
  const merges = words.flatMap((word) => mergesOf(byteText(word)));
  const control = [...new Set(['<|endoftext|>', ...controlTokens])];
  const merged = merges.map((merge) => merge.replace(' ', '')).filter((piece) => !control.includes(piece));
  const pieces = [...new Set([...byteLetters, ...merged])];
  const tokens = [...pieces, ...control];
  const metadata: TinyVocabulary['metadata'] = [
    ['tokenizer.ggml.model', ggufString('gpt2')],
    ['tokenizer.ggml.pre', ggufString('gpt-2')],
    ['tokenizer.ggml.tokens', ggufStrings(tokens)],
    ['tokenizer.ggml.token_type', ggufInt32s(tokens.map((_, id) => (id < pieces.length ? 1 : controlType)))],
    ['tokenizer.ggml.merges', ggufStrings([...new Set(merges)])],
    ['tokenizer.ggml.bos_token_id', ggufUint32(pieces.length)],
    ['tokenizer.ggml.eos_token_id', ggufUint32(pieces.length)],
    ['tokenizer.ggml.add_bos_token', ggufBool(false)],
  ];
  const likes = (token: number) => token < pieces.length && /^[\x21-\x7eĠĊ]+$/.test(tokens[token] ?? '');
  return { metadata, size: tokens.length, likes };
}

/** Letter by letter from the left: `['r e', 're t']`. */
function mergesOf(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, index) => `${word.slice(0, index + 1)} ${word[index + 1]}`);
}

/** GPT-2 writes each byte as a letter: itself where it is printable, else one above 255. */
const byteLetters: readonly string[] = (() => {
  let unprintable = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    return String.fromCharCode(isPrintable ? byte : 256 + unprintable++);
  });
})();

function byteText(text: string): string {
  return [...Buffer.from(text)].map((byte) => byteLetters[byte]).join('');
}

function sentencePieces(words: readonly string[], controlTokens: readonly string[]): TinyVocabulary {
  const first = [...new Set(['<unk>', '<s>', '</s>', ...controlTokens])];
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const beginnings = words.flatMap((word) => Array.from(word.slice(1), (_, index) => word.slice(0, index + 2)));
  const joined = beginnings.map((piece) => piece.replaceAll(' ', '\u2581')).filter((piece) => !first.includes(piece));
  const pieces = [...new Set(['\u2581', ...letters, ...joined])];
  const tokens = [...first, ...bytes, ...pieces];
  const typeOf = (id: number) => (id === 0 ? 2 : id < first.length ? controlType : id < first.length + 256 ? 6 : 1);
  const metadata: TinyVocabulary['metadata'] = [
    ['tokenizer.ggml.model', ggufString('llama')],
    ['tokenizer.ggml.tokens', ggufStrings(tokens)],
    // Longer pieces first, as if they were more frequent.
    ['tokenizer.ggml.scores', ggufFloat32s(tokens.map((token, id) => (typeOf(id) === 1 ? token.length : 0)))],
    ['tokenizer.ggml.token_type', ggufInt32s(tokens.map((_, id) => typeOf(id)))],
    ['tokenizer.ggml.bos_token_id', ggufUint32(1)],
    ['tokenizer.ggml.eos_token_id', ggufUint32(2)],
    ['tokenizer.ggml.unknown_token_id', ggufUint32(0)],
    ['tokenizer.ggml.add_bos_token', ggufBool(false)],
    ['tokenizer.ggml.add_space_prefix', ggufBool(false)],
  ];
  return { metadata, size: tokens.length, likes: (token) => token >= first.length + 256 };
}
