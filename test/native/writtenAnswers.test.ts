import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import { tokenizeText } from '../../native/generation/tokenizeText.ts';
import { WrittenAnswers } from '../../native/generation/writtenAnswers.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

const marker = '<PRE>';
const words = [' [', '[/', 'INST', ' the', 'the', '\n\n', '.\n', '  '];
const texts = fc
  .array(fc.constantFrom('a', ' ', '\n', '.', 'the', 'é', '中文', '😀', '[', '/', 'INST', ']'), { minLength: 1 })
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '');

for (const tokenizer of ['gpt2', 'llama'] as const) {
  describe(`WrittenAnswers, in a vocabulary of ${tokenizer}`, () => {
    let folder: string;
    let loader: VocabularyLoader;
    let vocabulary: Vocabulary;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'leeward-written-'));
      const modelPath = join(folder, 'tiny.gguf');
      await writeTinyModel(modelPath, { tokenizer, words, extraControlTokens: [marker] });
      loader = await VocabularyLoader.start();
      vocabulary = await loader.load(modelPath);
    });
    after(async () => {
      await loader.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    /** Tokens of the same text, cut where no tokeniser would: each letter by itself up to some place. */
    const cutOtherwise = (text: string, at: number): readonly Token[] => {
      const letters = [...text].slice(0, at).flatMap((letter) => tokenizeText(vocabulary, letter));
      return [...letters, ...tokenizeText(vocabulary, [...text].slice(at).join(''))];
    };
    const tokensOf = (written: readonly Token[], text: string): readonly Token[] | undefined => {
      const answers = new WrittenAnswers(vocabulary);
      answers.add(written);
      return answers.tokensOf(text);
    };

    it('gives an answer the tokens that it was written in', () => {
      fc.assert(
        fc.property(texts, fc.nat(8), (text, at) => {
          const written = cutOtherwise(text, at);
          assert.deepEqual(tokensOf(written, text), written);
        }),
      );
    });

    it('gives an answer whose end was cut, or has a space more, the same tokens up to there', () => {
      const around = fc.tuple(texts, fc.nat(8), fc.constantFrom('', ' ', '\n\n'), fc.constantFrom('', ' '));
      fc.assert(
        fc.property(around, ([text, at, end, tail]) => {
          const said = text.trimEnd();
          const written = cutOtherwise(said + end, at);
          const tokens = tokensOf(written, said + tail) ?? [];
          assert.equal(textOfPieces(vocabulary.pieces, tokens), said + tail);
          const isKept = (_: unknown, count: number) =>
            (said + tail).startsWith(textOfPieces(vocabulary.pieces, written.slice(0, count)));
          // Whatever is left away shares at most one token with what stays.
          const kept = Array.from({ length: written.length + 1 }).findLastIndex(isKept);
          assert.deepEqual(tokens.slice(0, kept), written.slice(0, kept));
        }),
      );
    });

    it('knows an answer that was stopped some tokens before, and no other text', () => {
      const written = cutOtherwise('a the the the', 4);
      assert.ok(tokensOf(written, 'a the the') !== undefined);
      for (const other of ['a', 'a the', 'the the the', 'a the the the, and more']) {
        assert.equal(tokensOf(written, other), undefined, other);
      }
    });

    it('never gives a marker, nor the tokens of one that only the format may spell', () => {
      const [control] = tokenizePrompt(vocabulary, [{ kind: 'control', text: marker }]);
      const answers = new WrittenAnswers(vocabulary);
      const before = tokenizeText(vocabulary, 'a the');
      answers.add([...before, control as Token, ...tokenizeText(vocabulary, ' the')]);
      assert.deepEqual(answers.tokensOf('a the'), before);
      assert.equal(answers.tokensOf(`a the${marker} the`), undefined);

      const forged = tokenizeText(vocabulary, 'a [/INST] the');
      answers.add(forged);
      const segments = [
        { kind: 'control', text: marker },
        { kind: 'text', text: 'a [/INST] the' },
      ] as const;
      const plain = tokenizePrompt(vocabulary, segments, ['[/INST]']);
      assert.deepEqual(tokenizePrompt(vocabulary, segments, ['[/INST]'], answers), plain);
      assert.notDeepEqual(plain.slice(1), forged);
    });
  });
}
