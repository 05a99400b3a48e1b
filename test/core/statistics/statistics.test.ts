import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  addDays,
  addStatistics,
  boundStatistics,
  keptDays,
  otherLanguages,
  type Statistics,
  sumUp,
  tallyDays,
} from '../../../src/core/statistics/statistics.ts';
import { emptyTally } from '../../../src/core/statistics/tally.ts';
import { arbitraryStatistics } from '../../support/arbitraryStatistics.ts';

const today = '2026-03-01';
const some = arbitraryStatistics(['2026-02-28', today, '2024-02-29']);
const shownOn = (day: string, languageId: string, shown: number): Statistics => [
  { day, languageId, tally: { ...emptyTally, shown } },
];

describe('statistics', () => {
  it('law: it does not matter which are added to which, nor in which order', () => {
    fc.assert(fc.property(some, some, (a, b) => assert.deepEqual(addStatistics(a, b), addStatistics(b, a))));
    fc.assert(
      fc.property(some, some, some, (a, b, c) =>
        assert.deepEqual(addStatistics(addStatistics(a, b), c), addStatistics(a, addStatistics(b, c))),
      ),
    );
  });

  it('law: adding nothing changes nothing, and sums are sums', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        assert.deepEqual(addStatistics(a, []), a);
        assert.equal(sumUp(addStatistics(a, b)).shown, sumUp(a).shown + sumUp(b).shown);
      }),
    );
  });

  it('law: what is bounded is bounded, and of the days that are kept nothing is lost', () => {
    fc.assert(
      fc.property(some, (all) => {
        const bounded = boundStatistics(all, today);
        assert.deepEqual(boundStatistics(bounded, today), bounded);
        assert.deepEqual(sumUp(bounded), sumUp(all.filter(({ day }) => day >= '2026-02-01')));
      }),
    );
  });

  it('keep the last days, and none that is not yet', () => {
    const days = [addDays(today, -keptDays), addDays(today, 1 - keptDays), today, addDays(today, 2)];
    const all = days.map((day) => shownOn(day, 'rust', 1)).reduce(addStatistics);
    assert.deepEqual(
      boundStatistics(all, today).map(({ day }) => day),
      days.slice(1, 3),
    );
  });

  it('keep a row for the languages that are shown most, and one for the others', () => {
    const all = Array.from({ length: 40 }, (_, at) => shownOn(today, `language${at}`, at)).reduce(addStatistics);
    const bounded = boundStatistics(addStatistics(all, shownOn(today, otherLanguages, 1_000)), today);
    assert.equal(bounded.length, 21);
    assert.equal(sumUp(bounded).shown, sumUp(all).shown + 1_000);
    assert.ok(bounded.some(({ languageId }) => languageId === 'language39'));
    assert.ok(!bounded.some(({ languageId }) => languageId === 'language0'));
    assert.equal(boundStatistics(bounded, today).length, 21);
  });

  it('have all days that are kept, the last of which is today', () => {
    const days = tallyDays(addStatistics(shownOn(today, 'rust', 2), shownOn(today, 'go', 3)), today);
    assert.equal(days.length, keptDays);
    assert.deepEqual([days[0]?.day, days.at(-1)?.day], [addDays(today, 1 - keptDays), today]);
    assert.deepEqual([days[0]?.shown, days.at(-1)?.shown], [0, 5]);
  });
});
