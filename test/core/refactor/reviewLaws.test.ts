import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { reviewSteps, startingTexts } from '../../support/reviewSteps.ts';
import { SimulatedReview } from '../../support/simulatedReview.ts';

/** Of texts whose lines are all different; of those with many that are the same there are as many again. */
const sequences = 10_000;

describe('a review, whatever happens to its document', function () {
  this.timeout(300_000);

  for (const isDull of [false, true]) {
    it(`loses and doubles no character outside of the accepted hunks: ${sequences} sequences on ${isDull ? 'lines that are alike' : 'different lines'}`, () => {
      const seen = { accepted: 0, reopened: 0, lost: 0, refused: 0, takenBack: 0 };
      fc.assert(
        fc.property(startingTexts, reviewSteps(8, 16), (start, steps) => {
          const simulated = new SimulatedReview({ ...start, isDull });
          simulated.run(steps);
          for (const key of keysOf(seen)) seen[key] += simulated.seen[key];
        }),
        { numRuns: sequences },
      );
      for (const key of keysOf(seen)) assert.ok(seen[key] > sequences / 20, `${seen[key]} were ${key}`);
    });
  }
});

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
