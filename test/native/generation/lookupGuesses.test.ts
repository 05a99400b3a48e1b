import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { LookupGuesses } from '../../../native/generation/lookupGuesses.ts';
import { tokenizeText } from '../../../native/generation/tokenizeText.ts';
import { TokenLookup } from '../../../native/generation/tokenLookup.ts';
import type { Vocabulary } from '../../../native/vocabulary/markerTokens.ts';
import { textOfPieces } from '../../../native/vocabulary/tokenPieces.ts';
import { ensureDefaultModel } from '../../support/defaultModel.ts';
import { writeTinyModel } from '../../support/tinyModel.ts';
import type { TinyTokenizer } from '../../support/tinyVocabulary.ts';
import { VocabularyLoader } from '../../support/vocabularyLoader.ts';

/** With a token for a word behind a space, and white space of several lengths: what a line begins with changes all. */
const joined = [
  '  ',
  '   ',
  '    ',
  '     ',
  '      ',
  '       ',
  '        ',
  'def',
  ' def',
  're',
  ' re',
  'return',
  ' return',
];
const vocabularies: readonly (TinyTokenizer | 'default model')[] = ['gpt2', 'llama', 'default model'];
const samples = resolve(import.meta.dirname, '..', '..', 'fixtures', 'syntax');

/** Names, indentation and marks at random: so many letters, so that names are seldom the same. */
const text = (minLines: number, maxLines: number) => {
  const name = fc.oneof(fc.constantFrom('def', 'return'), fc.stringMatching(/^[a-z]{1,6}$/));
  const words = fc.array(fc.tuple(name, fc.constantFrom(' ', '(', ').', ' = ')), { minLength: 1, maxLength: 5 });
  const line = fc.tuple(fc.nat(3), words).map(([depth, words]) => `${'  '.repeat(depth)}${words.flat().join('')}\n`);
  return fc.array(line, { minLength: minLines, maxLength: maxLines }).map((lines) => lines.join(''));
};

for (const kind of vocabularies) {
  describe(`guessing by lookup, vocabulary ${kind}`, function () {
    this.timeout(120_000);
    let folder: string;
    let loader: VocabularyLoader;
    let vocabulary: Vocabulary;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'leeward-guesses-'));
      loader = await VocabularyLoader.start();
      const tinyPath = join(folder, 'tiny.gguf');
      if (kind !== 'default model') await writeTinyModel(tinyPath, { tokenizer: kind, words: joined });
      vocabulary = await loader.load(kind === 'default model' ? await ensureDefaultModel() : tinyPath);
    });
    after(async () => {
      await loader.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    const tokensOf = (text: string) => tokenizeText(vocabulary, text);
    const textOf = (tokens: readonly Token[]) => textOfPieces(vocabulary.pieces, tokens);

    /** Decodes `answer` with guesses, without a model. */
    function decode(prompt: string, answer: string) {
      const [before, tokens] = [tokensOf(prompt), tokensOf(answer)];
      const guesses = new LookupGuesses(vocabulary, before);
      let calls = 0;
      for (let at = 0; at < tokens.length; ) {
        const guessed = guesses.next(tokens.length - at - 1);
        guesses.onEvaluated(guessed.length);
        const wrong = guessed.findIndex((token, index) => token !== tokens[at + index]);
        const agreed = wrong === -1 ? guessed.length : wrong;
        const chosen = tokens.slice(at, at + agreed + 1);
        for (const [index, token] of chosen.entries()) guesses.push(token, index < agreed);
        at += chosen.length;
        calls += 1;
      }
      assert.deepEqual(guesses.tokens, [...before, ...tokens]);
      assert.equal(calls + guesses.counts.agreedTokens, tokens.length);
      return { calls, tokens: tokens.length, ...guesses.counts };
    }

    it('says of each token whether it was the one to be expected', () => {
      fc.assert(
        fc.property(text(0, 6), text(0, 6), fc.nat(), (prompt, other, at) => {
          const lookup = new TokenLookup(vocabulary, tokensOf(prompt));
          for (const token of tokensOf(prompt.slice(at % (prompt.length + 1)) + other)) {
            const [next] = lookup.expected(1);
            assert.equal(lookup.push(token), next === undefined ? undefined : next === token);
          }
        }),
      );
    });

    it('expects text to go on as it did, in the tokens that it has there', () => {
      const code = 'def first():\n  def second():\n    return third\n';
      const lookup = new TokenLookup(vocabulary, tokensOf(`${code}def first():\n  def second():\n    def`));
      assert.deepEqual(lookup.expected(5), []);
      const copy = new TokenLookup(vocabulary, tokensOf(`${code}\n  def first():\n    def second():`));
      const expected = copy.expected(3);
      assert.ok(expected.length === 3 && '\n      return third\n'.startsWith(textOf(expected)), textOf(expected));
    });

    it('expects nothing behind a part of a character, nor beyond a marker', () => {
      const prompt = tokensOf('let größe = länge(größe);\nlet größe = länge(');
      const lookup = new TokenLookup(vocabulary, prompt);
      for (const token of tokensOf('größe);')) {
        lookup.push(token);
        // At most the last character is not whole.
        const whole = textOf([...lookup.tokens, ...lookup.expected(3)]);
        assert.ok(!whole.slice(0, -1).includes('\ufffd'), whole);
      }
      const marker = vocabulary.llamaModel.tokens.eos as Token;
      const parted = [...tokensOf('one two three four'), marker, ...tokensOf(' five six\none two three four')];
      assert.deepEqual(new TokenLookup(vocabulary, parted).expected(3), []);
    });

    it('computes a copy in far fewer calls, however its lines are indented', () => {
      const indents = fc.tuple(fc.constantFrom('', '  ', '    ', '\t'), fc.constantFrom('', '  ', '    ', '\t'));
      const indent = (text: string, by: string) => text.replaceAll(/^(?=.)/gm, by);
      fc.assert(
        fc.property(text(25, 40), indents, (text, [from, to]) => {
          const { calls, tokens, guessedTokens, agreedTokens } = decode(
            `Copy:\n${indent(text, from)}\n`,
            indent(text, to),
          );
          assert.ok(calls <= 20 + tokens / 6, `${calls} calls for ${tokens} tokens`);
          const wrong = guessedTokens - agreedTokens;
          assert.ok(wrong <= 40 + tokens / 10, `${wrong} wrong guesses for ${tokens} tokens`);
        }),
        { numRuns: 30 },
      );
    });

    it('guesses next to nothing in text that does not copy', () => {
      fc.assert(
        fc.property(text(40, 60), text(40, 60), (prompt, answer) => {
          const { guessedTokens, agreedTokens, tokens } = decode(prompt, answer);
          // A guess costs about a half of a token that is computed alone.
          const lost = guessedTokens / 2 - agreedTokens;
          assert.ok(lost <= 0.03 * tokens, `${guessedTokens} guessed, ${agreedTokens} agreed of ${tokens}`);
        }),
        { numRuns: 30 },
      );
    });

    it('begins again where copying does, after any text that did not copy', () => {
      fc.assert(
        fc.property(text(25, 40), text(10, 20), (copied, other) => {
          const alone = decode(copied, other);
          const both = decode(copied, other + copied);
          const tokens = both.tokens - alone.tokens;
          assert.ok(
            both.calls - alone.calls <= 30 + tokens / 6,
            `${both.calls - alone.calls} calls for ${tokens} tokens`,
          );
        }),
        { numRuns: 30 },
      );
    });

    it('never guesses beyond the limit', () => {
      const guesses = new LookupGuesses(vocabulary, tokensOf('a b c d e f g h i j k l m n\na b c d e f g'));
      for (let limit = -1; limit < 40; limit++) assert.ok(guesses.next(limit).length <= Math.max(0, limit));
      assert.deepEqual(guesses.next(2), []);
      assert.equal(guesses.next(3).length, 3);
    });

    it('has most of a real file in few calls, in a block and taken out of it', async () => {
      const file = await readFile(join(samples, 'c', 'buffer.c'), 'utf8');
      const code = file.split('\n').slice(0, 50).join('\n');
      const block = code.replaceAll(/^(?=.)/gm, '    ');
      for (const [original, copy] of [
        [code, block],
        [block, code],
      ] as const) {
        const { calls, tokens } = decode(`Rewrite this:\n${original}\n\nRewritten:\n`, copy);
        assert.ok(calls < tokens / 7, `${calls} calls for ${tokens} tokens`);
      }
    });
  });
}
