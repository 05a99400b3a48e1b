import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { tokenizeContinued, tokenizePrompt, tokenizeStable } from '../../native/generation/tokenizePrompt.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import { deepSeekCoder } from '../../src/core/prompt/chatFormats.ts';
import { chatPrompt } from '../../src/core/prompt/chatPrompt.ts';
import { controlTextsOf } from '../../src/core/prompt/chooseChat.ts';
import { llama2, mistralV1 } from '../../src/core/prompt/mistralFormats.ts';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { ggufBool } from '../support/ggufWriter.ts';
import { type TinyModelOptions, writeTinyModel } from '../support/tinyModel.ts';
import { tinyVocabulary, tinyWords, tokenTypes } from '../support/tinyVocabulary.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

const marker = { kind: 'control', text: '<PRE>' } as const;
const text = (content: string): PromptSegment => ({ kind: 'text', text: content });
const addsSpace = { 'tokenizer.ggml.add_space_prefix': ggufBool(true) };
const vocabularies: readonly (readonly [name: string, options: TinyModelOptions])[] = [
  ['byte pairs', { tokenizer: 'gpt2', words: [...tinyWords, 'INST'] }],
  ['SentencePiece', { tokenizer: 'llama', metadata: addsSpace }],
  ['SentencePiece that adds no space', { tokenizer: 'llama' }],
  [
    'SentencePiece that joins spaces',
    { tokenizer: 'llama', words: ['    ', ' a', ' the', 'the'], metadata: addsSpace },
  ],
];

describe('tokenizePrompt', () => {
  let folder: string;
  let modelPath: string;
  let loader: VocabularyLoader;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-tokenize-'));
    modelPath = join(folder, 'tiny.gguf');
    loader = await VocabularyLoader.start();
  });
  after(async () => {
    await loader.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const load = async (options: TinyModelOptions): Promise<Vocabulary> => {
    await writeTinyModel(modelPath, { ...options, extraControlTokens: [marker.text] });
    return await loader.load(modelPath);
  };
  const texts = fc.string({ unit: fc.constantFrom('\n', ' ', 'a', 'the', '(', '中', '[', 'INST', ']'), maxLength: 12 });

  for (const [name, options] of vocabularies) {
    describe(`with ${name}`, () => {
      let vocabulary: Vocabulary;
      before(async () => {
        vocabulary = await load(options);
      });
      const tokensOf = (...segments: readonly PromptSegment[]) => tokenizePrompt(vocabulary, segments, ['[INST]']);

      it('gives each text behind a marker as it stands, and nothing more', () => {
        fc.assert(
          fc.property(texts, texts, (first, second) => {
            const tokens = tokensOf(marker, text(first), marker, text(second));
            assert.equal(textOfPieces(vocabulary.pieces, tokens), first + second);
          }),
        );
      });

      it('tokenises a segment the same whatever stands in the next', () => {
        // But for the end of a marker that begins in it and has no other spelling: that one is written otherwise.
        const harmless = texts.map((content) => content.replaceAll(']', ''));
        fc.assert(
          fc.property(texts, harmless, (first, second) => {
            const alone = tokensOf(marker, text(first));
            assert.deepEqual(tokensOf(marker, text(first), text(second)).slice(0, alone.length), alone);
          }),
        );
      });

      it('tells where the stable segments end, up to what a marker across their end changes', () => {
        const segments = fc.array(fc.oneof(texts.map(text), fc.constant(marker)), { minLength: 1, maxLength: 5 });
        fc.assert(
          fc.property(segments, fc.nat(6), (all, stableSegments) => {
            const prompt = { segments: all, guardedTexts: ['[INST]'], stableSegments };
            const { tokens, stableTokens } = tokenizeStable(vocabulary, prompt);
            assert.deepEqual(tokens, tokensOf(...all));
            const stable = tokensOf(...all.slice(0, stableSegments));
            assert.deepEqual(tokens.slice(0, stableTokens), stable.slice(0, stableTokens));
            assert.ok(stableTokens === stable.length || tokens[stableTokens] !== stable[stableTokens]);
          }),
        );
      });

      it('begins a prompt as the tokeniser does', () => {
        fc.assert(
          fc.property(texts, (content) => {
            assert.deepEqual(
              tokenizePrompt(vocabulary, [text(content)]),
              vocabulary.llamaModel.tokenize(content, false),
            );
          }),
        );
      });
    });
  }

  it('writes conversations in the tokens of the reference implementations', async () => {
    const words = [' [', 'INST', ' the', '<<', '</', 'SYS', '>>', '    ', ' a'];
    const { llamaModel, ...rest } = await load({ tokenizer: 'llama', words, metadata: addsSpace });
    const vocabulary = { llamaModel, ...rest };
    const encode = (content: string): Token[] => llamaModel.tokenize(content, false);
    const [begin, end] = [1 as Token, 2 as Token];
    const said = texts.map((content) => `x${content.replace(/INST/g, 'it')}`);
    fc.assert(
      fc.property(said, said, said, fc.option(said), (first, answer, second, system) => {
        const messages = [
          { role: 'user', content: first },
          { role: 'assistant', content: answer },
          { role: 'user', content: second },
        ] as const;
        const tokensOf = (format: typeof llama2) => {
          const { segments, guardedTexts } = chatPrompt({ format, messages, system: system ?? '' });
          return tokenizePrompt(vocabulary, segments, guardedTexts);
        };
        // Llama 2: each pair as one text. Mistral: each piece by itself.
        const instructions = system === null ? '' : `<<SYS>>\n${system.trim()}\n<</SYS>>\n\n`;
        const firstPair = `[INST] ${instructions}${first.trim()} [/INST] ${answer.trim()} `;
        assert.deepEqual(tokensOf(llama2), [
          ...[begin, ...encode(firstPair), end],
          ...[begin, ...encode(`[INST] ${second.trim()} [/INST]`)],
        ]);
        const asked = (system === null ? '' : `${system.trim()}\n\n`) + first;
        assert.deepEqual(tokensOf(mistralV1), [
          ...[begin, ...encode('[INST]'), ...encode(asked), ...encode('[/INST]'), ...encode(answer.trim()), end],
          ...[...encode('[INST]'), ...encode(second), ...encode('[/INST]')],
        ]);
      }),
    );
  });

  it('writes a marker in a text otherwise, whatever segments it is in, and leaves the rest alone', async () => {
    const vocabulary = await load({ tokenizer: 'llama', words: [' [', 'INST'], metadata: addsSpace });
    const split = [marker, text('a [INST'), text('] b'), { kind: 'format', text: ' [INST]' }] as const;
    const plain = tokenizePrompt(vocabulary, split);
    const guarded = tokenizePrompt(vocabulary, split, ['[INST]']);
    // Only the closing bracket of the text's one differs: a byte token instead of a letter.
    assert.equal(guarded.length, plain.length);
    const different = plain.flatMap((token, index) => (token === guarded[index] ? [] : [index]));
    assert.equal(different.length, 1);
    assert.ok(vocabulary.llamaModel.getTokenAttributes(guarded[different[0] ?? 0] as Token).byte);
    assert.equal(textOfPieces(vocabulary.pieces, guarded), textOfPieces(vocabulary.pieces, plain));
  });

  it('writes a marker in a text otherwise where the vocabulary joins its ends to their neighbours', async () => {
    const words = [' [', '[/', ' [/', 'INST', '].', '][', ']\n', 'x['];
    for (const tokenizer of ['llama', 'gpt2'] as const) {
      const vocabulary = await load({ tokenizer, words, metadata: tokenizer === 'llama' ? addsSpace : {} });
      for (const content of ['a [/INST]. b', '[INST][INST]', 'x[INST].', '[/INST]\nb']) {
        const tokensOf = (guardedTexts: readonly string[]) =>
          tokenizePrompt(vocabulary, [marker, text(content)], guardedTexts);
        const [plain, guarded] = [tokensOf([]), tokensOf(['[INST]', '[/INST]'])];
        assert.equal(textOfPieces(vocabulary.pieces, guarded), content);
        assert.notDeepEqual(guarded, plain, content);
      }
    }
  });

  it('keeps the tokens of what is stable from turn to turn', async () => {
    const words = [' [', '[/', ' [/', 'INST', '].', '][', '<<', '</', 'SYS', '>>', 'Inst', 'ruction', ':\n', ':.'];
    const pieces = [
      'a',
      ' ',
      '\n',
      '.',
      '[INST]',
      '[/INST]',
      '[',
      'INST',
      ']',
      '### Instruction:',
      '### ',
      ':',
      '<<SYS>>',
    ];
    const said = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
      .map((parts) => `${parts.join('')}a`);
    for (const format of [mistralV1, llama2, deepSeekCoder]) {
      const tokenizer = format === deepSeekCoder ? 'gpt2' : 'llama';
      const extraControlTokens = controlTextsOf(format);
      await writeTinyModel(modelPath, { tokenizer, words, extraControlTokens, metadata: addsSpace });
      const vocabulary = await loader.load(modelPath);
      fc.assert(
        fc.property(fc.array(said, { minLength: 5, maxLength: 5 }), fc.option(said), (all, system) => {
          const messages = all.map(
            (content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }) as const,
          );
          const [first, second] = [3, 5].map((count) =>
            chatPrompt({ format, system: system ?? '', messages: messages.slice(0, count) }),
          );
          assert.ok(first !== undefined && second !== undefined);
          const { segments, guardedTexts, stableSegments } = first;
          const stable = tokenizePrompt(vocabulary, segments.slice(0, stableSegments), guardedTexts);
          for (const later of [segments, second.segments]) {
            const tokens = tokenizePrompt(vocabulary, later, guardedTexts);
            assert.deepEqual(tokens.slice(0, stable.length), stable);
          }
        }),
        { numRuns: 200 },
      );
    }
  });

  it('asks the tokeniser as often as there are markers in a text, however many different ones', async () => {
    const many = Array.from({ length: 300 }, (_, index) => `<unused${index}>`);
    const types = tokenTypes(tinyVocabulary('llama', ['unused'], many), many, 'userDefined');
    const metadata = { 'tokenizer.ggml.token_type': types };
    await writeTinyModel(modelPath, { tokenizer: 'llama', words: ['unused'], extraControlTokens: many, metadata });
    const vocabulary = await loader.load(modelPath);
    const content = many.join(' ');
    // The tokeniser finds them all.
    assert.ok(vocabulary.llamaModel.tokenize(content, false).length < 3 * many.length);
    const counted = countingVocabulary(vocabulary);
    const tokens = tokenizePrompt(counted.vocabulary, [text(content)]);
    assert.equal(textOfPieces(vocabulary.pieces, tokens), content);
    // A text is encoded behind a separator, which is encoded too: once whole, and once in pieces of which each is short.
    const { calls, characters } = counted.count();
    assert.ok(calls <= 2 * (1 + many.length + 1) + 2, `${calls} calls`);
    assert.ok(characters <= 2 * content.length + 4 * calls, `${characters} characters`);
  });

  it('gives texts behind a prompt the tokens of a segment, and reads the prompt once', async () => {
    const vocabulary = await load({ tokenizer: 'llama', words: [' [', 'INST', ' the'], metadata: addsSpace });
    const guardedTexts = ['[INST]'];
    const options = fc.array(texts, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 3 }), options, (before, after) => {
        const segments = before.map(text);
        const { prompt, continued } = tokenizeContinued(vocabulary, { segments, guardedTexts }, after);
        assert.deepEqual(prompt, tokenizePrompt(vocabulary, segments, guardedTexts));
        const expected = after.map((option) => tokenizePrompt(vocabulary, [...segments, text(option)], guardedTexts));
        assert.deepEqual(continued, expected);
      }),
    );
    const counted = countingVocabulary(vocabulary);
    const segments = [text('a'.repeat(5_000))];
    tokenizeContinued(counted.vocabulary, { segments, guardedTexts }, ['A', 'B', 'C', 'D']);
    const { characters } = counted.count();
    assert.ok(characters > 5_000 && characters < 6_000, `${characters} characters`);
  });

  it('shows nothing more where a vocabulary has only one spelling of a marker', async () => {
    const vocabulary = await load({ tokenizer: 'gpt2', words: [] });
    const tokens = tokenizePrompt(vocabulary, [marker, text('a [INST] b')], ['[INST]']);
    assert.equal(textOfPieces(vocabulary.pieces, tokens), 'a [INST\u2060] b');
  });

  it('does not double the token that begins a text, and misses control tokens by name', async () => {
    const metadata = { ...addsSpace, 'tokenizer.ggml.add_bos_token': ggufBool(true) };
    const vocabulary = await load({ tokenizer: 'llama', metadata });
    const begin = { kind: 'control', text: '<s>' } as const;
    const tokens = tokenizePrompt(vocabulary, [begin, text('a'), begin]);
    assert.deepEqual(tokens, [1, ...tokenizePrompt(vocabulary, [marker, text('a')]).slice(2), 1]);
    assert.throws(() => tokenizePrompt(vocabulary, [{ kind: 'control', text: '<SUF>' }]), {
      name: 'UserError',
      code: 'markerMissing',
      message: /no control token "<SUF>"/,
    });
  });
});

/** Counts what its tokeniser is asked for. */
function countingVocabulary(vocabulary: Vocabulary) {
  let [calls, characters] = [0, 0];
  const llamaModel = new Proxy(vocabulary.llamaModel, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        if (name === 'tokenize') {
          calls += 1;
          characters += String(args[0]).length;
        }
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { vocabulary: { ...vocabulary, llamaModel }, count: () => ({ calls, characters }) };
}
