import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import { chatPrompt } from '../../src/core/prompt/chatPrompt.ts';
import { llama2, mistralV1 } from '../../src/core/prompt/mistralFormats.ts';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { ggufBool } from '../support/ggufWriter.ts';
import { type TinyModelOptions, writeTinyModel } from '../support/tinyModel.ts';
import { tinyWords } from '../support/tinyVocabulary.ts';
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
  const modelPath = join(tmpdir(), `leeward-tokenize-${process.pid}.gguf`);
  let loader: VocabularyLoader;
  before(async () => {
    loader = await VocabularyLoader.start();
  });
  after(async () => {
    await loader.dispose();
    await rm(modelPath, { force: true });
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
