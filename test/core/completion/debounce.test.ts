import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { debounceMs, maxDebounceMs } from '../../../src/core/completion/debounce.ts';
import { atCursor } from '../../support/atCursor.ts';

const pace = { keystrokeGapMs: 100, responseMs: 50 };

describe('debounceMs', () => {
  const cases: readonly [marked: string, waitMs: number][] = [
    ['let val‸ = 1', 250],
    ['let val‸', 200],
    ['let val = ‸ + 1', 150],
    ['let val = ‸', 100],
    ['foo();\n    ‸', 0],
    ['‸', 0],
  ];
  for (const [marked, waitMs] of cases) {
    it(`${JSON.stringify(marked)}: ${waitMs} ms`, () =>
      assert.equal(debounceMs({ ...pace, ...atCursor(marked) }), waitMs));
  }

  it('stays in its range, and falls as answers take longer', () => {
    const paces = fc.double({ min: 0, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(paces, paces, paces, fc.string(), fc.string(), (keystrokeGapMs, one, other, prefix, suffix) => {
        const [fast, slow] = [Math.min(one, other), Math.max(one, other)];
        const waitFor = (responseMs: number) => debounceMs({ keystrokeGapMs, responseMs, prefix, suffix });
        assert.ok(waitFor(fast) >= waitFor(slow));
        assert.ok(waitFor(slow) >= 0 && waitFor(fast) <= maxDebounceMs);
      }),
    );
  });
});
