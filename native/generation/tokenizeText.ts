import { type LlamaModel, LlamaVocabularyType, type Token } from 'node-llama-cpp';
import { MarkerTokens, type Vocabulary, withSpaces } from '../vocabulary/markerTokens.ts';
import { textOfPieces } from '../vocabulary/tokenPieces.ts';

/**
 * The tokens of a text as it stands: none of them is a control token, whatever the text spells.
 *
 * llama.cpp leaves control tokens in plain text alone, but it matches user-defined tokens in any text, and many files
 * declare their markers so; and SentencePiece joins letters to whatever the vocabulary has, control tokens too. A
 * marker that comes out is cut in two and becomes ordinary tokens, which read the same.
 */
export function tokenizeText(vocabulary: Vocabulary, text: string): Token[] {
  if (text === '') return [];
  const tokens = encode(vocabulary, text);
  const markers = MarkerTokens.of(vocabulary);
  const found = new Set(Array.from(new Set(tokens)).flatMap((token) => markers.textOf(token) ?? []));
  const pieces = found.size === 0 ? [] : cutInside(text, found);
  return pieces.length > 1 ? pieces.flatMap((piece) => tokenizeText(vocabulary, piece)) : tokens;
}

/** The tokens of a text that begins a prompt. */
export function tokenizeStart(vocabulary: Vocabulary, text: string): Token[] {
  return tokenizeText(vocabulary, text !== '' && addsSpace(vocabulary) ? ` ${text}` : text);
}

/**
 * SentencePiece vocabularies write a space in front of each text they are given. At the start of a prompt that is what
 * the models were trained on; inside one it would be a space that nobody typed. So the text is encoded behind a character
 * that joins with no other, which is then dropped.
 */
function encode(vocabulary: Vocabulary, text: string): Token[] {
  const { llamaModel, pieces } = vocabulary;
  if (llamaModel.vocabularyType !== LlamaVocabularyType.spm) return llamaModel.tokenize(text, false);
  for (const separator of separators) {
    const before = llamaModel.tokenize(separator, false);
    const tokens = llamaModel.tokenize(separator + text, false);
    if (before.every((token, index) => token === tokens[index])) return tokens.slice(before.length);
  }
  const tokens = llamaModel.tokenize(text, false);
  return textOfPieces(pieces, tokens) === ` ${text}` && textOfPieces(pieces, tokens.slice(0, 1)) === ' '
    ? tokens.slice(1)
    : tokens;
}

/** No vocabulary has them but as bytes; the line end is the last resort, of a vocabulary that does. */
const separators = ['\u0001', '\u0002', '\u0003', '\n'];

const spaceAdders = new WeakMap<LlamaModel, boolean>();

function addsSpace({ llamaModel, pieces }: Vocabulary): boolean {
  const known = spaceAdders.get(llamaModel);
  if (known !== undefined) return known;
  const adds =
    llamaModel.vocabularyType === LlamaVocabularyType.spm &&
    textOfPieces(pieces, llamaModel.tokenize('a', false)) === ' a';
  spaceAdders.set(llamaModel, adds);
  return adds;
}

/** `text`, cut behind the first character of each place that spells one of `markers`, which may be hundreds. */
function cutInside(text: string, markers: ReadonlySet<string>): string[] {
  // As long as the text is, so that the offsets are the same.
  const spelled = withSpaces(text);
  const lengths = new Set(Array.from(markers, ({ length }) => length));
  const pieces: string[] = [];
  let pieceStart = 0;
  for (let at = 0; at < text.length; at++) {
    if (!spellsAt(spelled, at, lengths, markers)) continue;
    const pieceEnd = at + String.fromCodePoint(spelled.codePointAt(at) ?? 0).length;
    pieces.push(text.slice(pieceStart, pieceEnd));
    pieceStart = pieceEnd;
  }
  if (pieceStart < text.length) pieces.push(text.slice(pieceStart));
  return pieces;
}

function spellsAt(text: string, at: number, lengths: ReadonlySet<number>, markers: ReadonlySet<string>): boolean {
  for (const length of lengths) {
    if (markers.has(text.slice(at, at + length))) return true;
  }
  return false;
}
