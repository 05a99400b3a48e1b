import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { BatchItem, EvaluationPriority } from 'node-llama-cpp';
import { prioritizeBatch } from '../../native/sequences/prioritizeBatch.ts';

const item = (tokenCount: number, evaluationPriority: EvaluationPriority): BatchItem => ({
  tokens: Array.from({ length: tokenCount }, (_, index) => index as BatchItem['tokens'][number]),
  logits: [],
  evaluationPriority,
});

describe('prioritizeBatch', () => {
  it('gives the batch to the most urgent item, whoever came first', () => {
    const background = item(1000, 1);
    const completion = item(100, 5);
    assert.deepEqual(prioritizeBatch({ items: [background, completion], size: 128 }), [
      { item: completion, processAmount: 100 },
      { item: background, processAmount: 28 },
    ]);
  });

  it('lets a decode step go before a prefill of the same priority', () => {
    const prefill = item(1000, 5);
    const decode = item(1, 5);
    assert.deepEqual(prioritizeBatch({ items: [prefill, decode], size: 128 })[0], { item: decode, processAmount: 1 });
  });

  it('never fills more than the batch, and never leaves room while there is work', () => {
    const items = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom<EvaluationPriority>(1, 2, 3, 4, 5))
        .map(([n, p]) => item(n, p)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 512 }), (queued, size) => {
        const chosen = prioritizeBatch({ items: queued, size });
        const filled = chosen.reduce((sum, { processAmount }) => sum + processAmount, 0);
        const queuedTokens = queued.reduce((sum, { tokens }) => sum + tokens.length, 0);
        assert.equal(filled, Math.min(size, queuedTokens));
        assert.ok(chosen.every((one) => queued.includes(one.item) && one.processAmount <= one.item.tokens.length));
      }),
    );
  });
});
