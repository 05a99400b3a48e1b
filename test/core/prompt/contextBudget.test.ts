import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { contextBudget, contextLimit, PrefillSpeed } from '../../../src/core/prompt/contextBudget.ts';

describe('contextBudget', () => {
  it('is what is evaluated in four seconds, within bounds, in powers of two', () => {
    const at = (speed?: number) => contextBudget(32_768, speed);
    assert.deepEqual([10, 127, 128, 300, 511, 512, 100_000].map(at), [256, 256, 512, 1_024, 1_024, 2_048, 2_048]);
    assert.equal(at(), 1_024);
  });

  it('leaves the document three quarters of the context, and has nothing of a tiny one', () => {
    assert.equal(contextBudget(4_096, 100_000), 1_024);
    assert.equal(contextBudget(1_500), 375);
    assert.equal(contextBudget(1_024, 10), 256);
    assert.equal(contextBudget(1_023), 0);
  });

  it('law: grows with the speed and the context, never above the limit', () => {
    const speeds = fc.double({ min: 0.1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(speeds, speeds, fc.integer({ min: 0, max: 131_072 }), (one, other, size) => {
        const [slow, fast] = [Math.min(one, other), Math.max(one, other)];
        assert.ok(contextBudget(size, slow) <= contextBudget(size, fast));
        assert.ok(contextBudget(size, fast) <= contextBudget(size + 100, fast));
        assert.ok(contextBudget(size, fast) <= contextLimit(size));
      }),
    );
  });
});

describe('PrefillSpeed', () => {
  it('is the median of recent requests that were long enough', () => {
    const speed = new PrefillSpeed();
    assert.equal(speed.tokensPerSecond, undefined);
    speed.add({ evaluatedTokens: 127, prefillMs: 1 });
    speed.add({ evaluatedTokens: 1_000, prefillMs: 0 });
    assert.equal(speed.tokensPerSecond, undefined);
    for (const prefillMs of [1_000, 9_000, 2_000]) speed.add({ evaluatedTokens: 500, prefillMs });
    assert.equal(speed.tokensPerSecond, 250);
    for (let index = 0; index < 15; index++) speed.add({ evaluatedTokens: 200, prefillMs: 100 });
    assert.equal(speed.tokensPerSecond, 2_000);
    speed.clear();
    assert.equal(speed.tokensPerSecond, undefined);
  });
});
