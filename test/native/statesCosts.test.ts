import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { planEviction, type StoredState } from '../../native/states/planEviction.ts';
import { estimateStateBytes, measuredCosts, restoreGainMs, savePays } from '../../native/states/stateCosts.ts';

const tokens = fc.integer({ min: 0, max: 200_000 });
const sizeBytes = fc.integer({ min: 1, max: 2 ** 33 });
const more = fc.integer({ min: 1, max: 100_000 });
const prefillTokensPerSecond = fc.double({ min: 0.1, max: 1e5, noNaN: true });
const millisecond = fc.double({ min: 0, max: 1000, noNaN: true });
const transfer = fc.record({ fixedMs: millisecond, msPerMiB: millisecond });
const costs = fc.record({ save: transfer, restore: transfer });
const restorable = fc.record({ sharedTokens: tokens, liveTokens: tokens, sizeBytes, prefillTokensPerSecond });
const saveable = fc.record({ tokens, sizeBytes, prefillTokensPerSecond });

describe('what states cost', () => {
  it('restoring gains nothing where the cache has as much already', () =>
    fc.assert(
      fc.property(restorable, costs, more, (state, costs, lessShared) => {
        const liveTokens = state.sharedTokens + lessShared;
        assert.ok(restoreGainMs({ ...state, liveTokens }, costs) <= 0);
        assert.ok(restoreGainMs({ ...state, liveTokens: state.sharedTokens }) < 0);
      }),
    ));

  it('restoring gains more the more is shared, the less is there, the smaller the file and the slower the model', () =>
    fc.assert(
      fc.property(restorable, costs, more, (state, costs, difference) => {
        const gainMs = restoreGainMs(state, costs);
        const { sharedTokens, liveTokens, sizeBytes, prefillTokensPerSecond } = state;
        assert.ok(restoreGainMs({ ...state, sharedTokens: sharedTokens + difference }, costs) > gainMs);
        assert.ok(restoreGainMs({ ...state, liveTokens: liveTokens + difference }, costs) < gainMs);
        assert.ok(restoreGainMs({ ...state, sizeBytes: sizeBytes + difference }, costs) <= gainMs);
        const slower = restoreGainMs({ ...state, prefillTokensPerSecond: prefillTokensPerSecond / 2 }, costs);
        if (sharedTokens >= liveTokens) assert.ok(slower >= gainMs);
      }),
    ));

  it('what pays to save pays to restore, and once it pays it does so for more tokens, fewer bytes, a slower model', () =>
    fc.assert(
      fc.property(saveable, costs, more, (state, costs, difference) => {
        if (!savePays(state, costs)) return;
        assert.ok(restoreGainMs({ ...state, sharedTokens: state.tokens, liveTokens: 0 }, costs) > 0);
        assert.ok(savePays({ ...state, tokens: state.tokens + difference }, costs));
        assert.ok(savePays({ ...state, sizeBytes: state.sizeBytes / 2 }, costs));
        assert.ok(savePays({ ...state, prefillTokensPerSecond: state.prefillTokensPerSecond / 2 }, costs));
      }),
    ));

  it('by the measured costs: a small model on a CPU pays, a few tokens do not, nor what a GPU evaluates sooner', () => {
    const small = { tokens: 2000, sizeBytes: 45 * 2 ** 20, prefillTokensPerSecond: 250 };
    assert.equal(savePays(small), true);
    assert.equal(savePays({ ...small, tokens: 1, sizeBytes: 2 ** 15 }), false);
    assert.equal(savePays({ ...small, prefillTokensPerSecond: 100_000 }), false);
    assert.ok(Object.values(measuredCosts).every(({ fixedMs, msPerMiB }) => fixedMs > 0 && msPerMiB > 0));
  });

  it('a size is estimated from the nearest known one, in proportion', () => {
    assert.equal(estimateStateBytes(100, []), undefined);
    const known = [
      { cells: 10, sizeBytes: 1000 },
      { cells: 90, sizeBytes: 1800 },
    ];
    assert.equal(estimateStateBytes(100, known), 2000);
    assert.equal(estimateStateBytes(20, known), 2000);
  });
});

const nowMs = 1e12;
const dayMs = 24 * 60 * 60 * 1000;
const stored = fc.record({
  name: fc.uuid(),
  sizeBytes: fc.integer({ min: 0, max: 1000 }),
  lastUsedMs: fc.integer({ min: nowMs - 30 * dayMs, max: nowMs }),
  isComplete: fc.boolean(),
});
const folder = fc.uniqueArray(stored, { maxLength: 100, selector: ({ name }) => name });
const limit = fc.integer({ min: 0, max: 20_000 });

describe('which states are evicted', () => {
  const keptOf = (states: readonly StoredState[], maxBytes: number) => {
    const evicted = new Set(planEviction(states, { maxBytes, nowMs }));
    return states.filter(({ name }) => !evicted.has(name));
  };

  it('what is kept has room', () =>
    fc.assert(
      fc.property(folder, limit, (states, maxBytes) => {
        const kept = keptOf(states, maxBytes);
        assert.ok(kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= maxBytes);
        assert.ok(kept.length <= 64);
      }),
    ));

  it('nothing that is kept was used earlier than what made place for it', () =>
    fc.assert(
      fc.property(folder, limit, (states, maxBytes) => {
        const kept = keptOf(states, maxBytes);
        const oldestKept = Math.min(...kept.map(({ lastUsedMs }) => lastUsedMs));
        for (const { lastUsedMs, sizeBytes, isComplete, name } of states) {
          const goesAnyway = sizeBytes > maxBytes || nowMs - lastUsedMs > (isComplete ? 14 * dayMs : dayMs / 24);
          assert.ok(goesAnyway || lastUsedMs <= oldestKept || kept.some((state) => state.name === name));
        }
      }),
    ));

  it('nothing goes where there is room, but what is old or was left behind', () => {
    const state = { name: 'a', sizeBytes: 10, lastUsedMs: nowMs - 13 * dayMs, isComplete: true };
    assert.deepEqual(planEviction([state], { maxBytes: 10, nowMs }), []);
    assert.deepEqual(planEviction([state], { maxBytes: 9, nowMs }), ['a']);
    assert.deepEqual(planEviction([state], { maxBytes: 10, nowMs: nowMs + 2 * dayMs }), ['a']);
    const part = { ...state, isComplete: false, lastUsedMs: nowMs - dayMs / 25 };
    assert.deepEqual(planEviction([part], { maxBytes: 10, nowMs }), []);
    assert.deepEqual(planEviction([part], { maxBytes: 10, nowMs: nowMs + dayMs }), ['a']);
  });

  it('one that is too large for all of the room does not drive out the others', () => {
    const old = { name: 'old', sizeBytes: 10, lastUsedMs: nowMs - dayMs, isComplete: true };
    const large = { name: 'large', sizeBytes: 30, lastUsedMs: nowMs, isComplete: true };
    assert.deepEqual(planEviction([old, large], { maxBytes: 20, nowMs }), ['large']);
  });
});
