import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { LookupGuesses } from '../../../native/generation/lookupGuesses.ts';
import { TokenLookup } from '../../../native/generation/tokenLookup.ts';

const tokensOf = (text: string): Token[] => [...text].map((letter) => letter.charCodeAt(0) as Token);
const textOf = (tokens: readonly Token[]): string => String.fromCharCode(...tokens);
const word = (kinds: number, minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: kinds - 1 }), { minLength, maxLength }) as fc.Arbitrary<Token[]>;
/** Every token once. */
const original = fc
  .uniqueArray(fc.integer({ min: 0, max: 50_000 }), { minLength: 20, maxLength: 120 })
  .map((tokens) => tokens as Token[]);

describe('looking up tokens', () => {
  /** What is to be expected behind `said`, which follows `prompt`. */
  const expected = (prompt: string, said: string, count = 4) => {
    const lookup = new TokenLookup(tokensOf(prompt));
    for (const token of tokensOf(said)) lookup.push(token);
    return textOf(lookup.expected(count));
  };

  it('expects what has followed three tokens before, and nothing behind two', () => {
    assert.equal(expected('abcdefgh.', 'ab'), '');
    assert.equal(expected('abcdefgh.', 'abc'), 'defg');
    assert.equal(expected('abcdefgh.abc', ''), 'defg');
  });

  it('prefers the longest match, and the first among equals', () => {
    assert.equal(expected('pabc1 abc2 abc3 ', 'abc', 1), '2');
    assert.equal(expected('pabc1 qabc2 rabc3 ', 'rabc', 1), '3');
  });

  it('follows a copy through a line that stands in it more than once', () => {
    const code = 'first(end);\nsecond(end);\nthird(end);\n';
    assert.equal(expected(code, 'first(end);\ns', 5), 'econd');
    // Behind a change, the next place is the likeliest.
    assert.equal(expected(code, 'first[end);\n', 3), 'sec');
  });

  it('expects a repetition to go on', () => {
    assert.equal(expected('', 'abcabc', 7), 'abcabca');
    assert.equal(expected('', 'aaaa', 3), 'aaa');
  });

  it('expects what was replaced once to be replaced again, until it is not', () => {
    const code = 'function f(){let #=0;add(#);use(#);end(#);}';
    assert.equal(expected(code, 'function f(){let $=0;add(', 8), '$);use($');
    assert.equal(expected(code, 'function f(){let $=0;add(#);use(', 4), '#);e');
  });

  it('expects nothing right behind a change, nor where nothing is said again', () => {
    assert.equal(expected('abcdefghijklm', 'abcdefghX'), '');
    assert.equal(expected('abcdefghijklm', 'abcdefghXj', 3), 'klm');
    fc.assert(
      fc.property(original, (tokens) => {
        const lookup = new TokenLookup(tokens.slice(0, 10));
        for (const token of tokens.slice(10)) assert.equal(lookup.push(token), undefined);
      }),
    );
  });

  it('says of each token whether it was the one to be expected', () => {
    fc.assert(
      fc.property(word(3, 0, 40), word(3, 0, 40), (prompt, answer) => {
        const lookup = new TokenLookup(prompt);
        for (const token of answer) {
          const [next] = lookup.expected(1);
          assert.equal(lookup.push(token), next === undefined ? undefined : next === token);
        }
        assert.deepEqual(lookup.tokens, [...prompt, ...answer]);
      }),
    );
  });

  it('follows any copy from its fourth token on', () => {
    fc.assert(
      fc.property(original, fc.nat(), (tokens, at) => {
        const copied = tokens.slice(at % (tokens.length - 10));
        const lookup = new TokenLookup(tokens);
        const agreed = copied.map((token) => lookup.push(token));
        assert.deepEqual(agreed.slice(3), agreed.slice(3).fill(true));
      }),
    );
  });
});

describe('guessing by lookup', () => {
  /** Decodes `answer` with guesses, without a model. */
  function decode(prompt: readonly Token[], answer: readonly Token[]) {
    const guesses = new LookupGuesses(prompt);
    let calls = 0;
    for (let at = 0; at < answer.length; ) {
      const tokens = guesses.next(answer.length - at - 1);
      const wrong = tokens.findIndex((token, index) => token !== answer[at + index]);
      const agreed = wrong === -1 ? tokens.length : wrong;
      for (const token of answer.slice(at, at + agreed + 1)) guesses.push(token);
      guesses.onChecked(tokens.length, agreed);
      at += agreed + 1;
      calls += 1;
    }
    assert.deepEqual(guesses.tokens, [...prompt, ...answer]);
    return { calls, ...guesses.counts };
  }

  it('computes a copy in a ninth of the calls or fewer', () => {
    fc.assert(
      fc.property(word(60, 200, 300), (tokens) => {
        const { calls, guessedTokens, agreedTokens } = decode(tokens, tokens);
        assert.ok(calls <= 12 + tokens.length / 9, `${calls} calls for ${tokens.length} tokens`);
        assert.equal(calls + agreedTokens, tokens.length);
        assert.ok(guessedTokens - agreedTokens <= 24, `${guessedTokens} guessed, ${agreedTokens} agreed`);
      }),
    );
  });

  it('guesses next to nothing in text that does not copy, however often three tokens come again', () => {
    const text = fc
      .integer({ min: 2, max: 200 })
      .chain((kinds) => fc.tuple(word(kinds, 300, 600), word(kinds, 300, 600)));
    fc.assert(
      fc.property(text, ([prompt, answer]) => {
        const { guessedTokens, agreedTokens } = decode(prompt, answer);
        // A guess costs about a half of a token that is computed alone.
        const lost = guessedTokens / 2 - agreedTokens;
        assert.ok(lost <= 0.03 * answer.length, `${guessedTokens} guessed, ${agreedTokens} agreed of ${answer.length}`);
      }),
    );
  });

  it('begins again where copying does, after any text that did not copy', () => {
    fc.assert(
      fc.property(original, word(2, 100, 200), (tokens, other) => {
        const whole = decode([...tokens, ...other], [...other].reverse());
        const both = decode([...tokens, ...other], [...[...other].reverse(), ...tokens]);
        assert.ok(both.calls - whole.calls <= 24 + tokens.length / 9, `${both.calls} calls after ${whole.calls}`);
      }),
    );
  });

  it('never guesses beyond the limit', () => {
    const guesses = new LookupGuesses(tokensOf('abcdefghijklmnopqrstuvwxyz.abcdefgh'));
    for (let limit = -1; limit < 40; limit++) assert.ok(guesses.next(limit).length <= Math.max(0, limit));
    assert.equal(textOf(guesses.next(3)), 'ijk');
    assert.deepEqual(guesses.next(2), []);
  });
});
