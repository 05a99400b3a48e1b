import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { planHealing } from '../../native/generation/tokenHealing.ts';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { VocabularyIndex } from '../../native/vocabulary/vocabularyIndex.ts';
import { chatFormats } from '../../src/core/prompt/chatFormats.ts';
import { chatPrompt, type MessagePart } from '../../src/core/prompt/chatPrompt.ts';
import { modelFamilies } from '../../src/core/prompt/families.ts';
import { markersOf } from '../../src/core/prompt/fimFormats.ts';
import type { Prompt, PromptSegment } from '../../src/shared/engine.ts';
import {
  countReadings,
  type Declared,
  declarationsOf,
  isForged,
  kindOf,
  type MarkerSet,
  markerOf,
  markersOfChat,
  splitAtMarkers,
  textsOf,
  withVocabulary,
} from '../support/forgedMarkers.ts';
import { freshPrompt } from '../support/freshPrompt.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

interface Format extends MarkerSet {
  /** Prompts that have that many of the texts in all, or more. */
  readonly prompts: (texts: fc.Arbitrary<string>) => fc.Arbitrary<readonly Prompt[]>;
}

const textsPerFormat = 10_000;
const textsPerRun = 40;

const formats: readonly Format[] = [
  ...chatFormats.map((format): Format => {
    const prompt = (system: string, said: readonly (readonly MessagePart[])[]) =>
      chatPrompt({
        format,
        system,
        messages: said.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
      });
    return {
      ...markersOfChat(format),
      prompts: (texts) => {
        // Two pieces a message, so that a marker can begin in one and end in the next.
        const said = fc.tuple(texts, texts).map(([first, second]) => {
          const isBlank = `${first}${second}`.trim() === '';
          return [textPart(first), textPart(isBlank ? 'q' : second)];
        });
        // Odd, since the last is the user's; with the system text, 43 texts.
        const count = textsPerRun / 2 + 1;
        return fc
          .tuple(texts, fc.array(said, { minLength: count, maxLength: count }))
          .map(([system, messages]) => [prompt(system, messages)]);
      },
    };
  }),
  ...modelFamilies.flatMap((family): readonly Format[] => {
    const { name, fim } = family;
    if (fim === undefined) return [];
    const prompt = ([prefix, suffix]: readonly [string, string]) =>
      freshPrompt({ mode: { kind: 'fim', family, fim }, prefix, suffix, contextSizeTokens: 4_096 });
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
