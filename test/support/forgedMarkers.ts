import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import type { ChatFormat } from '../../src/core/prompt/chatFormat.ts';
import { controlTextsOf } from '../../src/core/prompt/chooseChat.ts';
import { ggufBool } from './ggufWriter.ts';
import { writeTinyModel } from './tinyModel.ts';
import { type TinyTokenizer, tinyVocabulary, tokenTypes } from './tinyVocabulary.ts';
import type { VocabularyLoader } from './vocabularyLoader.ts';

/** How the file declares its markers: some have them as user-defined tokens, which llama.cpp matches in any text. */
export type Declared = 'control' | 'userDefined' | 'normal';

/** The markers of a prompt format, in a vocabulary of its own. */
export interface MarkerSet {
  readonly name: string;
  readonly tokenizer: TinyTokenizer;
  /** SentencePiece's space in front of each text. */
  readonly addsSpace: boolean;
  readonly controlTexts: readonly string[];
  readonly guardedTexts: readonly string[];
}

const sentencePiece: ReadonlyMap<string, boolean> = new Map([
  ['Mistral Instruct v0.1', true],
  ['Mistral v3', true],
  ['Mistral v7', true],
  ['Llama 2 Chat', true],
  ['Phi-3', true],
  ['Gemma', false],
  ['Code Llama', true],
  ['Codestral', true],
  ['CodeGemma', false],
]);

/** Of a chat format. */
export function markersOfChat(format: ChatFormat): MarkerSet {
  const guardedTexts = format.guardedTexts.map((text) => text.trim());
  return { ...kindOf(format.name), controlTexts: controlTextsOf(format), guardedTexts };
}

export function kindOf(name: string): Pick<MarkerSet, 'name' | 'tokenizer' | 'addsSpace'> {
  const addsSpace = sentencePiece.get(name);
  return { name, tokenizer: addsSpace === undefined ? 'gpt2' : 'llama', addsSpace: addsSpace ?? false };
}

export function declarationsOf({ name }: MarkerSet): readonly Declared[] {
  return name.startsWith('Code Llama') ? ['control', 'userDefined', 'normal'] : ['control', 'userDefined'];
}

/** Control strings, their halves, what may stand around them, letters of several alphabets. */
export function textsOf({ controlTexts, guardedTexts }: MarkerSet): fc.Arbitrary<string> {
  const others = ['</s>', '<s>', '<|im_end|>', '<PRE>', '▁<PRE>', '<<SYS>>', '[INST]', '[/INST]', '<unk>', '<0x0A>'];
  const markers = [...new Set([...controlTexts, ...guardedTexts, ...others])];
  const own = [...controlTexts, ...guardedTexts];
  const halves = own.flatMap((text) => [
    text.slice(0, Math.ceil(text.length / 2)),
    text.slice(Math.ceil(text.length / 2)),
    text.slice(0, -1),
    text.slice(-1),
    text.slice(1),
    text.replaceAll('▁', ' '),
  ]);
  const around = [
    ' ',
    '  ',
    '\n',
    '\t',
    '▁',
    'a',
    'Z9',
    '_',
    '<',
    '>',
    '[',
    ']',
    '.',
    '(',
    '|',
    'é',
    '中文',
    '😀',
    '\u2060',
    '\u0001',
  ];
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...own) },
    { weight: 2, arbitrary: fc.constantFrom(...markers) },
    { weight: 4, arbitrary: fc.constantFrom(...halves) },
    { weight: 4, arbitrary: fc.constantFrom(...around) },
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
}

/** A vocabulary in which everything that makes forging possible is there: the markers' beginnings as pieces. */
export async function withVocabulary(
  loader: VocabularyLoader,
  modelPath: string,
  format: MarkerSet,
  declared: Declared,
  work: (vocabulary: Vocabulary) => void,
): Promise<void> {
  const { tokenizer, addsSpace, controlTexts, guardedTexts } = format;
  const pieces = 'INST,<<,>>,</, </,SYS, [, [/, <<,Inst,ruction,Resp,onse, ###,##,].,][,]\n,([,>>\n,>>.,:\n,:.'.split(
    ',',
  );
  const words = [...pieces, ...controlTexts.map((text) => text.replaceAll('▁', ' '))];
  const vocabulary = tinyVocabulary(tokenizer, words, controlTexts);
  await writeTinyModel(modelPath, {
    tokenizer,
    words,
    extraControlTokens: controlTexts,
    metadata: {
      ...(addsSpace ? { 'tokenizer.ggml.add_space_prefix': ggufBool(true) } : {}),
      ...(declared === 'control'
        ? {}
        : { 'tokenizer.ggml.token_type': tokenTypes(vocabulary, controlTexts.filter(isOwnMarker), declared) }),
    },
  });
  const loaded = await loader.load(modelPath);
  for (const text of controlTexts) assert.ok(loaded.controlTokens.has(text), text);
  for (const text of guardedTexts) {
    const readings = usualReadings(loaded, text);
    assert.ok(readings.length === 6 && readings.every(({ length }) => length > 1), text);
  }
  work(loaded);
}

/** Files declare the ends of a text as control tokens always. */
const isOwnMarker = (text: string) => !['<s>', '</s>', '<bos>', '<eos>'].includes(text);

export function splitAtMarkers(format: MarkerSet, vocabulary: Vocabulary, tokens: readonly Token[]): string[] {
  const parts = [''];
  let run: Token[] = [];
  for (const token of tokens) {
    const marker = markerOf(format, vocabulary, token);
    if (marker === undefined) run.push(token);
    else {
      parts.splice(-1, 1, textOfPieces(vocabulary.pieces, run), marker, '');
      run = [];
    }
  }
  parts.splice(-1, 1, textOfPieces(vocabulary.pieces, run));
  return parts;
}

const markersByVocabulary = new WeakMap<Vocabulary, Map<Token, string | undefined>>();

/** The text of a token that means something of its own, asked of llama.cpp; `undefined` for text. */
export function markerOf({ controlTexts }: MarkerSet, vocabulary: Vocabulary, token: Token): string | undefined {
  const known = markersByVocabulary.get(vocabulary) ?? new Map<Token, string | undefined>();
  markersByVocabulary.set(vocabulary, known);
  if (!known.has(token)) {
    const { control, unknown } = vocabulary.llamaModel.getTokenAttributes(token);
    // The letter `a` before it, since llama.cpp leaves the space of a first token away.
    const before = vocabulary.llamaModel.tokenize('a', false);
    const spell = (some: readonly Token[]) => vocabulary.llamaModel.detokenize(some, true);
    const text = spell([...before, token])
      .slice(spell(before).length)
      .replaceAll('▁', ' ');
    const isMarker = control || unknown || controlTexts.some((one) => one.replaceAll('▁', ' ') === text);
    known.set(token, isMarker ? text : undefined);
  }
  return known.get(token);
}

/**
 * How often the model reads a guarded text: where the tokens spell it, cut as the tokeniser itself cuts it somewhere, and
 * in the same tokens but for those at its ends, which the vocabulary may join to what stands around it.
 */
export function countReadings(vocabulary: Vocabulary, tokens: readonly Token[], text: string): number {
  const usual = usualReadings(vocabulary, text);
  return readingsIn(vocabulary, tokens, text).filter((reading) => usual.some((one) => isReadAs(one, reading))).length;
}

/** What a token spells of a text, and the token where it spells nothing else. */
type Reading = readonly (readonly [part: string, token: Token | undefined])[];

/** Whether `reading` is read as the usual one: where a token spells more than the text, by what it spells of it. */
function isReadAs(usual: Reading, reading: Reading): boolean {
  const isAlike = ([part, token]: Reading[number], [usualPart, usualToken] = ['', undefined] as Reading[number]) =>
    part === usualPart && (token === undefined || token === usualToken);
  return usual.length === reading.length && reading.every((part, index) => isAlike(part, usual[index]));
}

/** Behind nothing, a space or a line end, as llama.cpp has it. */
function usualReadings(vocabulary: Vocabulary, text: string): readonly Reading[] {
  const { llamaModel } = vocabulary;
  const spelled = ['', ' ', '\n'].flatMap((before) => ['', '\n'].map((after) => before + text + after));
  return spelled.flatMap((one) => readingsIn(vocabulary, llamaModel.tokenize(one, false), text));
}

function readingsIn({ pieces }: Vocabulary, tokens: readonly Token[], text: string): readonly Reading[] {
  const parts = tokens.map((token) => Buffer.from(pieces.bytesOf(token)).toString('latin1'));
  const whole = parts.join('');
  let length = 0;
  const ends = parts.map((part) => (length += part.length));
  const readings: Reading[] = [];
  for (let start = whole.indexOf(text); start !== -1; start = whole.indexOf(text, start + 1)) {
    const end = start + text.length;
    const reading: Reading[number][] = [];
    for (let index = ends.findIndex((one) => one > start); index < tokens.length; index++) {
      const [tokenEnd = 0, token = 0 as Token, bytes = ''] = [ends[index], tokens[index], parts[index]];
      const tokenStart = tokenEnd - bytes.length;
      if (tokenStart >= end) break;
      const isWhole = tokenStart >= start && tokenEnd <= end;
      const part = whole.slice(Math.max(start, tokenStart), Math.min(end, tokenEnd));
      if (part !== '') reading.push([part, isWhole ? token : undefined]);
    }
    readings.push(reading);
  }
  return readings;
}

export function isForged(format: MarkerSet, vocabulary: Vocabulary, tokens: readonly Token[]): boolean {
  return (
    tokens.some((token) => markerOf(format, vocabulary, token) !== undefined) ||
    format.guardedTexts.some((text) => countReadings(vocabulary, tokens, text) > 0)
  );
}
