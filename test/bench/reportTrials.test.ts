import { strict as assert } from 'node:assert';
import type { Trial } from '../../bench/support/refactor/refactorTrial.ts';
import { isWronglyProven } from '../../bench/support/refactor/reportTrials.ts';

describe('a refactoring of the bench that ends it with 1', () => {
  const about = { answerer: 'adversarial', row: 'simplify', source: 'HumanEval', functionId: '0' } as const;
  const offered = (isProven: boolean, isPassed: boolean): Trial => ({
    ...about,
    outcome: 'proposed',
    isProven,
    isPassed,
  });

  it('is one that was shown to do the same, and fails its tests', () => {
    assert.ok(isWronglyProven(offered(true, false)));
  });

  it('is none that passes, was not shown to do the same, or was not offered', () => {
    for (const trial of [offered(true, true), offered(false, false), { ...about, outcome: 'failed' } as const])
      assert.ok(!isWronglyProven(trial));
  });
});
