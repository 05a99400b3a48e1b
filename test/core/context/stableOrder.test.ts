import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Snippet } from '../../../src/core/context/snippet.ts';
import { type SnippetWish, stableOrder } from '../../../src/core/context/stableOrder.ts';

const snippet = (path: string, tokens: number): Snippet => ({
  path,
  languageId: 'typescript',
  lines: { start: 0, end: 1 },
  text: path,
  kind: 'definition',
  reason: '',
  score: 0,
  tokens,
});

/** Wishes for whole snippets, each worth a number; `undefined`: out of date. */
function wishFor(values: Readonly<Record<string, number | undefined>>, tokens = 100): SnippetWish {
  return {
    valueOf: ({ path }) => (path in values ? values[path] : 0),
    fill: (kept, budgetTokens) =>
      Object.entries(values)
        .filter(([path, value]) => (value ?? 0) > 0 && !kept.some((old) => old.path === path))
        .sort(([, a = 0], [, b = 0]) => b - a)
        .slice(0, Math.floor(budgetTokens / tokens))
        .map(([path]) => snippet(path, tokens)),
  };
}

const paths = (snippets: readonly Snippet[]) => snippets.map(({ path }) => path).join(' ');
const before = [snippet('a', 100), snippet('b', 100), snippet('c', 100)];

describe('stableOrder', () => {
  it('puts the most valuable first where nothing was there', () => {
    assert.equal(paths(stableOrder([], wishFor({ a: 0.3, b: 0.9, c: 0.5 }), 200)), 'b c');
  });

  it('keeps what is there in its order, whatever order one would choose today', () => {
    assert.equal(stableOrder(before, wishFor({ a: 0.3, b: 0.9, c: 0.5 }), 300), before);
  });

  it('puts what is new behind, while there is room', () => {
    assert.equal(paths(stableOrder(before, wishFor({ a: 0.3, b: 0.9, c: 0.5, d: 1 }), 400)), 'a b c d');
  });

  it('gives up the end for what is worth more', () => {
    assert.equal(paths(stableOrder(before, wishFor({ a: 0.9, b: 0.9, c: 0.1, d: 1 }), 300)), 'a b d');
  });

  it('changes nothing for little', () => {
    assert.equal(stableOrder(before, wishFor({ a: 0.9, b: 0.9, c: 0.3, d: 0.4 }), 300), before);
  });

  it('begins anew where all of it is of no use', () => {
    assert.equal(paths(stableOrder(before, wishFor({ x: 0.9, y: 0.8, z: 0.7 }), 300)), 'x y z');
  });

  it('lets go of what is out of date, and of what no longer fits', () => {
    assert.equal(paths(stableOrder(before, wishFor({ a: 0.9, b: undefined, c: 0.9 }), 300)), 'a c');
    assert.equal(paths(stableOrder(before, wishFor({ a: 0.9, b: 0.9, c: 0.9 }), 250)), 'a b');
  });

  it('lets what comes back stand in its old order, where what is new takes most places', () => {
    const wish = wishFor({ c: 0.5, x: 0.9, b: 0.4, a: 0.3, d: 0 }, 100);
    assert.equal(paths(stableOrder([snippet('d', 100), ...before], wish, 400)), 'x a b c');
  });

  it('never moves what stays, whatever its values become', () => {
    const name = fc.constantFrom(...'abcdefgh');
    fc.assert(
      fc.property(
        fc.uniqueArray(name),
        fc.dictionary(name, fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 0, max: 900 }),
        (old, values, budget) => {
          const result = stableOrder(
            old.map((path) => snippet(path, 100)),
            wishFor(values),
            budget,
          );
          const stayed = result.map(({ path }) => old.indexOf(path)).filter((place) => place !== -1);
          assert.deepEqual(
            stayed,
            stayed.toSorted((a, b) => a - b),
          );
        },
      ),
    );
  });

  it('never exceeds the budget, never says a thing twice, and changes nothing when it is asked again', () => {
    const name = fc.constantFrom(...'abcdefgh');
    const value = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(undefined));
    fc.assert(
      fc.property(
        fc.uniqueArray(name),
        fc.dictionary(name, value),
        fc.integer({ min: 0, max: 900 }),
        (old, values, budget) => {
          const previous = old.map((path) => snippet(path, 100));
          const result = stableOrder(previous, wishFor(values), budget);
          assert.ok(result.length * 100 <= budget);
          assert.equal(new Set(result.map(({ path }) => path)).size, result.length);
          assert.equal(stableOrder(result, wishFor(values), budget), result);
        },
      ),
    );
  });
});
