import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { timeParts } from '../../../src/core/statistics/timeParts.ts';

const line = { trigger: 'automatic', outcome: 'generated', completions: 1, debounceMs: 80 } as const;
const counts = { promptTokens: 9, reusedTokens: 8, evaluatedTokens: 1, timeToFirstTokenMs: 50, decodeTokens: 4 };

describe('timeParts', () => {
  it('splits the time that a completion took', () => {
    const parts = timeParts({ ...line, totalMs: 300, counts: { ...counts, prefillMs: 40, decodeMs: 100 } });
    assert.deepEqual(parts, { queueMs: 160, prefillMs: 40, decodeMs: 100 });
  });

  it('takes of an answer that had been begun before what came after the question', () => {
    const parts = timeParts({ ...line, totalMs: 120, counts: { ...counts, prefillMs: 40, decodeMs: 100 } });
    assert.deepEqual(parts, { queueMs: 0, prefillMs: 20, decodeMs: 100 });
  });

  it('has next to nothing for what was known, and nothing at all for what was asked for', () => {
    assert.deepEqual(timeParts({ ...line, outcome: 'known', totalMs: 0.2 }), {
      queueMs: 0.2,
      prefillMs: 0,
      decodeMs: 0,
    });
    assert.equal(timeParts({ ...line, trigger: 'explicit', totalMs: 900 }), undefined);
  });

  it('law: the parts are the whole, and none is negative', () => {
    const ms = fc.double({ min: 0, max: 9_000, noNaN: true });
    fc.assert(
      fc.property(ms, ms, ms, (totalMs, prefillMs, decodeMs) => {
        const parts = timeParts({ ...line, totalMs, counts: { ...counts, prefillMs, decodeMs } }) ?? assert.fail();
        assert.ok(Object.values(parts).every((part) => part >= 0));
        assert.ok(Math.abs(parts.queueMs + parts.prefillMs + parts.decodeMs - totalMs) < 1e-6);
      }),
    );
  });
});
