import fc from 'fast-check';
import { addStatistics, type Statistics } from '../../src/core/statistics/statistics.ts';
import type { Kept, Tally } from '../../src/core/statistics/tally.ts';

const count = fc.nat(40);

function arbitraryKept(accepted: number): fc.Arbitrary<Kept> {
  return fc.tuple(fc.nat(accepted), count).chain(([lookedAt, characters]) =>
    fc.record({
      ...{ lookedAt: fc.constant(lookedAt), kept: fc.nat(lookedAt) },
      ...{ characters: fc.constant(characters), keptCharacters: fc.nat(characters) },
    }),
  );
}

const histogram = fc.array(fc.nat(9), { maxLength: 50 });

const tally: fc.Arbitrary<Tally> = count.chain((shown) =>
  fc.nat(shown).chain((accepted) =>
    fc.record({
      ...{ shown: fc.constant(shown), accepted: fc.constant(accepted), whole: fc.nat(accepted) },
      ...{ after30s: arbitraryKept(accepted), after5min: arbitraryKept(accepted) },
      times: fc.record({ queue: histogram, prefill: histogram, decode: histogram, together: histogram }),
    }),
  ),
);

/** Statistics that keep their laws. @param days from which they come. */
export function arbitraryStatistics(days: readonly string[]): fc.Arbitrary<Statistics> {
  const languageId = fc.constantFrom('typescript', 'python', 'rust', '__proto__');
  return fc
    .array(fc.record({ day: fc.constantFrom(...days), languageId, tally }), { maxLength: 8 })
    .map((rows) => addStatistics(rows, []));
}
