import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  addHistograms,
  countOf,
  type Histogram,
  histogramOf,
  maxSteps,
  percentileMs,
} from '../../../src/core/statistics/histogram.ts';

const times = fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 60 });
const of = (all: readonly number[]): Histogram => all.map(histogramOf).reduce(addHistograms, []);

describe('histograms', () => {
  it('law: a percentile is off by a step at most', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? assert.fail();
        const found = percentileMs(of(all), share) ?? assert.fail();
        assert.ok(Math.abs(Math.log2(found / exact)) <= 1 / 3 + 1e-9, `${found} for ${exact}`);
      }),
    );
  });

  it('law: adding loses no time, in whatever order', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        assert.deepEqual(addHistograms(of(a), of(b)), of([...b, ...a]));
        assert.equal(countOf(of(a)), a.length);
      }),
    );
  });

  it('have a first and a last step for all that is shorter or longer', () => {
    assert.deepEqual(histogramOf(0), [1]);
    assert.deepEqual(histogramOf(0.9), [1]);
    assert.deepEqual(histogramOf(1), [0, 1]);
    assert.equal(histogramOf(1e9).length, maxSteps);
  });

  it('have no percentile where there is no time', () => {
    assert.equal(percentileMs([], 0.5), undefined);
    assert.equal(percentileMs([0, 0], 0.5), undefined);
  });
});
