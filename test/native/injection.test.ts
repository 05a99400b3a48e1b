import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { planHealing } from '../../native/generation/tokenHealing.ts';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import { VocabularyIndex } from '../../native/vocabulary/vocabularyIndex.ts';
import { chatFormats } from '../../src/core/prompt/chatFormats.ts';
import { chatPrompt, type MessagePart } from '../../src/core/prompt/chatPrompt.ts';
import { controlTextsOf } from '../../src/core/prompt/chooseChat.ts';
import { modelFamilies } from '../../src/core/prompt/families.ts';
import { markersOf } from '../../src/core/prompt/fimFormats.ts';
import { completionPrompt } from '../../src/core/prompt/fimPrompt.ts';
import type { Prompt, PromptSegment } from '../../src/shared/engine.ts';
import { ggufBool } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { type TinyTokenizer, tinyVocabulary, tokenTypes } from '../support/tinyVocabulary.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

/** How the file declares its markers: some have them as user-defined tokens, which llama.cpp matches in any text. */
type Declared = 'control' | 'userDefined' | 'normal';

interface Format {
  readonly name: string;
  readonly tokenizer: TinyTokenizer;
  /** SentencePiece's space in front of each text. */
  readonly addsSpace: boolean;
  readonly controlTexts: readonly string[];
  readonly guardedTexts: readonly string[];
  /** Prompts that have that many of the texts in all, or more. */
  readonly prompts: (texts: fc.Arbitrary<string>) => fc.Arbitrary<readonly Prompt[]>;
}

const textsPerFormat = 10_000;
const textsPerRun = 40;

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

const formats: readonly Format[] = [
  ...chatFormats.map((format): Format => {
    const prompt = (system: string, said: readonly (readonly MessagePart[])[]) =>
      chatPrompt({
        format,
        system,
        messages: said.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
      });
    return {
      ...kindOf(format.name),
      controlTexts: controlTextsOf(format),
      guardedTexts: format.guardedTexts.map((text) => text.trim()),
      prompts: (texts) => {
        // Two pieces a message, so that a marker can begin in one and end in the next.
        const said = fc.tuple(texts, texts).map(([first, second]) => {
          const isBlank = `${first}${second}`.trim() === '';
          return [textPart(first), textPart(isBlank ? 'q' : second)];
        });
        const count = textsPerRun / 2 - 1;
        return fc
          .tuple(texts, fc.array(said, { minLength: count, maxLength: count }))
          .map(([system, messages]) => [prompt(system, messages)]);
      },
    };
  }),
  ...modelFamilies.flatMap((family): readonly Format[] => {
    const { name, fim } = family;
    if (fim === undefined) return [];
    const sizes = { contextSizeTokens: 4_096, answerTokens: 100 };
    const prompt = ([prefix, suffix]: readonly [string, string]) =>
      completionPrompt({ mode: { kind: 'fim', family, fim }, prefix, suffix, ...sizes });
    return [
      {
        ...kindOf(name),
        name: `${name} (${fim.markers.prefix})`,
        controlTexts: [...markersOf(fim), ...fim.stopTokens],
        guardedTexts: [],
        prompts: (texts) => {
          const count = textsPerRun / 2;
          const places = fc.array(fc.tuple(texts, texts), { minLength: count, maxLength: count });
          return places.map((all) => all.map(prompt));
        },
      },
    ];
  }),
];

function kindOf(name: string): Pick<Format, 'name' | 'tokenizer' | 'addsSpace'> {
  const addsSpace = sentencePiece.get(name);
  return { name, tokenizer: addsSpace === undefined ? 'gpt2' : 'llama', addsSpace: addsSpace ?? false };
}

function textPart(text: string): MessagePart {
  return { kind: 'text', text };
}

describe('injection', function () {
  this.timeout(60_000);
  let folder: string;
  let loader: VocabularyLoader;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-injection-'));
    loader = await VocabularyLoader.start();
  });
  after(async () => {
    await loader.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  const inVocabulary = (format: Format, declared: Declared, work: (vocabulary: Vocabulary) => void) =>
    withVocabulary(loader, join(folder, 'tiny.gguf'), format, declared, work);

  for (const format of formats) {
    const declarations = declarationsOf(format);
    for (const declared of declarations) {
      it(`no text forges a marker of ${format.name}, declared as ${declared}`, async () => {
        await inVocabulary(format, declared, (vocabulary) =>
          checkFormat(format, vocabulary, textsPerFormat / declarations.length),
        );
      });
    }
  }

  for (const format of formats) {
    for (const declared of declarationsOf(format)) {
      it(`healing forges no marker of ${format.name}, declared as ${declared}`, async () => {
        await inVocabulary(format, declared, (vocabulary) => checkHealing(format, vocabulary));
      });
    }
  }

  it('would be seen: without protection, texts do forge markers', async () => {
    const forged = new Map<string, number>();
    for (const format of formats.filter(({ name }) => /^(?:Llama 2 Chat|Phi-3|ChatML|Code Llama)/.test(name))) {
      for (const declared of ['control', 'userDefined'] as const) {
        await inVocabulary(format, declared, (vocabulary) => {
          const naive = (text: string) => vocabulary.llamaModel.tokenize(text, false);
          const count = fc
            .sample(textsOf(format), { numRuns: 500, seed: 1 })
            .filter((text) => isForged(format, vocabulary, naive(text))).length;
          forged.set(`${format.name}, ${declared}`, count);
        });
      }
    }
    // A byte-pair vocabulary joins letters within words only, so its control tokens are safe by themselves.
    assert.equal(forged.get('ChatML, control'), 0);
    forged.delete('ChatML, control');
    assert.ok(forged.size === 7 && [...forged.values()].every((count) => count > 25), JSON.stringify([...forged]));
  });
});

function declarationsOf({ name }: Format): readonly Declared[] {
  return name.startsWith('Code Llama') ? ['control', 'userDefined', 'normal'] : ['control', 'userDefined'];
}

/** Control strings, their halves, what may stand around them, letters of several alphabets. */
function textsOf({ controlTexts, guardedTexts }: Format): fc.Arbitrary<string> {
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

function checkFormat(format: Format, vocabulary: Vocabulary, textCount: number): void {
  fc.assert(
    fc.property(format.prompts(textsOf(format)), (prompts) => {
      for (const prompt of prompts) checkPrompt(format, vocabulary, prompt);
    }),
    { numRuns: Math.ceil(textCount / textsPerRun) },
  );
}

/** Control tokens are where the control segments are, between them is the text as it is, and no guarded token sequence. */
function checkPrompt(format: Format, vocabulary: Vocabulary, { segments, guardedTexts = [] }: Prompt): void {
  const tokens = tokenizePrompt(vocabulary, segments, guardedTexts);
  // SentencePiece takes its own sign of a space for one.
  const spaced = (parts: readonly string[]) => parts.map((part) => part.replaceAll('▁', ' '));
  assert.deepEqual(spaced(splitAtMarkers(format, vocabulary, tokens)), spaced(splitAtControls(segments)));
  const formatTexts = segments.flatMap(({ kind, text }) => (kind === 'format' ? [text] : []));
  for (const guarded of format.guardedTexts) {
    const own = formatTexts.filter((text) => text.includes(guarded)).length;
    assert.equal(countReadings(vocabulary, tokens, guarded), own, guarded);
  }
}

/** An answer that begins with dropped text has no marker for it, and no guarded text gets its usual tokens back. */
function checkHealing(format: Format, vocabulary: Vocabulary): void {
  const index = VocabularyIndex.of(vocabulary);
  for (let id = 0; id < vocabulary.pieces.size; id++) {
    if (markerOf(format, vocabulary, id as Token) !== undefined) assert.equal(index.textOf(id as Token), '');
  }
  const { guardedTexts } = format;
  if (guardedTexts.length === 0) return;
  const typed = fc.tuple(textsOf(format), fc.constantFrom(...guardedTexts)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(typed, (text) => {
      const segments = [{ kind: 'text', text }] as const;
      const tokens = tokenizePrompt(vocabulary, segments, guardedTexts);
      const healing = planHealing(vocabulary.pieces, segments, tokens, tokenizePrompt(vocabulary, segments));
      if (healing === undefined) return;
      for (const answer of answersWith(index, healing.required)) {
        const whole: readonly Token[] = [...healing.prompt, ...answer];
        for (const guarded of guardedTexts) assert.equal(countReadings(vocabulary, whole, guarded), 0, guarded);
      }
    }),
    { numRuns: 300 },
  );
}

/** Every way to begin with `required` that healing allows. */
function answersWith(index: VocabularyIndex, required: string): readonly (readonly Token[])[] {
  if (required === '') return [[]];
  return index
    .agreeing(required, Number.POSITIVE_INFINITY)
    .flatMap((token) => answersWith(index, required.slice(index.textOf(token).length)).map((rest) => [token, ...rest]));
}

/** Text, control, text, control, ... text. */
function splitAtControls(segments: readonly PromptSegment[]): string[] {
  const parts = [''];
  for (const { kind, text } of segments) {
    if (kind === 'control') parts.push(text, '');
    else parts.push((parts.pop() ?? '') + text);
  }
  return parts;
}

function splitAtMarkers(format: Format, vocabulary: Vocabulary, tokens: readonly Token[]): string[] {
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
function markerOf({ controlTexts }: Format, vocabulary: Vocabulary, token: Token): string | undefined {
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
function countReadings(vocabulary: Vocabulary, tokens: readonly Token[], text: string): number {
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

function isForged(format: Format, vocabulary: Vocabulary, tokens: readonly Token[]): boolean {
  return (
    tokens.some((token) => markerOf(format, vocabulary, token) !== undefined) ||
    format.guardedTexts.some((text) => countReadings(vocabulary, tokens, text) > 0)
  );
}

/** A vocabulary in which everything that makes forging possible is there: the markers' beginnings as pieces. */
async function withVocabulary(
  loader: VocabularyLoader,
  modelPath: string,
  format: Format,
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
