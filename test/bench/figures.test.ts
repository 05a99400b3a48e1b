import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { bootstrapInterval } from '../../bench/support/bootstrapInterval.ts';
import { recallBy, recallOf } from '../../bench/support/context/recallTable.ts';
import { seededRandom, shuffled } from '../../bench/support/context/seededRandom.ts';
import { editSimilarity } from '../../bench/support/editSimilarity.ts';

describe('figures of the benches', () => {
  for (const [a, b, similarity] of [
    ['', '', 1],
    ['abc', 'abc', 1],
    ['abc', 'xyz', 0],
    ['abcd', 'abd', 0.75],
    ['kitten', 'sitting', 1 - 3 / 7],
  ] as const) {
    it(`'${a}' and '${b}' are ${similarity.toFixed(2)} similar`, () => {
      assert.ok(Math.abs(editSimilarity(a, b) - similarity) < 1e-12);
    });
  }

  it('similarity is the same both ways, and 1 only for the same text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        assert.equal(editSimilarity(a, b), editSimilarity(b, a));
        assert.equal(editSimilarity(a, b) === 1, a === b);
      }),
    );
  });

  it('an interval holds the mean, is a point where all values are one, and is narrower for more values', () => {
    const widthOf = (count: number) => {
      const values = Array.from({ length: count }, (_, index) => index % 2);
      const { mean, low, high } = bootstrapInterval(values, seededRandom('width'));
      assert.ok(low <= mean && mean <= high);
      return high - low;
    };
    assert.ok(widthOf(400) < widthOf(20) / 2);
    const { low, high } = bootstrapInterval([2, 2, 2], seededRandom('point'));
    assert.deepEqual([low, high], [2, 2]);
  });

  it('a seed gives the same order again, another seed another one, and nothing is lost', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const order = (seed: string) => shuffled(items, seededRandom(seed));
    assert.deepEqual(order('1'), order('1'));
    assert.notDeepEqual(order('1'), order('2'));
    assert.deepEqual(
      [...order('1')].sort((a, b) => a - b),
      items,
    );
  });

  it('recall is the share of the questions, by language too', () => {
    const answer = (languageId: string, leeward: boolean, ring: boolean) => ({
      languageId,
      repository: 'r',
      isHeldOut: false,
      hits: { leeward, ring, bm25: false },
    });
    const answers = [
      answer('go', true, false),
      answer('go', true, true),
      answer('c', false, true),
      answer('c', true, false),
    ];
    assert.deepEqual(recallOf(answers), { leeward: 0.75, ring: 0.5, bm25: 0 });
    assert.deepEqual(recallBy(answers, 'languageId'), {
      go: { leeward: 1, ring: 0.5, bm25: 0, questions: 2 },
      c: { leeward: 0.5, ring: 0.5, bm25: 0, questions: 2 },
    });
  });
});
