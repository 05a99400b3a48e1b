import { strict as assert } from 'node:assert';
import { addCounts, formatRequest } from '../../../src/core/completion/requestLog.ts';
import { RequestSlot } from '../../../src/core/completion/requestSlot.ts';

const counts = {
  promptTokens: 120,
  reusedTokens: 118,
  evaluatedTokens: 2,
  prefillMs: 10.4,
  timeToFirstTokenMs: 15.2,
  decodeTokens: 11,
  decodeMs: 100,
};

describe('formatRequest', () => {
  it('says in one line what a request cost', () => {
    assert.equal(
      formatRequest({
        trigger: 'automatic',
        outcome: 'generated',
        completions: 1,
        debounceMs: 80.4,
        totalMs: 210.6,
        counts,
      }),
      'completion: automatic, generated, 1 shown, debounce 80 ms, prompt 120 tokens (118 reused, 2 evaluated), prefill 10 ms, first token 15 ms, decode 11 tokens, 100.0 tokens/s, total 211 ms',
    );
  });

  it('says what of the repository was in the prompt', () => {
    const line = { trigger: 'automatic', outcome: 'generated', completions: 1, debounceMs: 0, totalMs: 1 } as const;
    const parts = (snippets: number) => formatRequest({ ...line, context: { snippets, tokens: 412 } }).split(', ');
    assert.deepEqual(parts(3).slice(2), ['1 shown', 'context 3 snippets of 412 tokens', 'total 1 ms']);
    assert.ok(parts(1).includes('context 1 snippet of 412 tokens'));
  });

  it('says why nothing was asked', () => {
    assert.equal(
      formatRequest({
        trigger: 'automatic',
        outcome: 'skipped',
        reason: 'midWord',
        completions: 0,
        debounceMs: 0,
        totalMs: 0.2,
      }),
      'completion: automatic, skipped (midWord), 0 shown, total 0 ms',
    );
  });

  it('has no speed where nothing was decoded', () => {
    const line = { trigger: 'explicit', outcome: 'empty', completions: 0, debounceMs: 0, totalMs: 1 } as const;
    assert.match(
      formatRequest({ ...line, counts: { ...counts, decodeTokens: 0, decodeMs: 0 } }),
      /decode 0 tokens, - tokens\/s/,
    );
  });
});

describe('addCounts', () => {
  it('adds all but the time to the first token', () => {
    assert.deepEqual(addCounts(undefined, counts), counts);
    const sum = addCounts(counts, { ...counts, timeToFirstTokenMs: 900 });
    assert.equal(sum.promptTokens, sum.reusedTokens + sum.evaluatedTokens);
    assert.equal(sum.decodeTokens, 22);
    assert.equal(sum.timeToFirstTokenMs, counts.timeToFirstTokenMs);
  });
});

describe('RequestSlot', () => {
  it('aborts who loses the place, and nobody else', () => {
    const aborted: string[] = [];
    const named = (name: string) => ({ abort: () => void aborted.push(name) });
    const slot = new RequestSlot<{ abort(): void }>();
    const first = named('first');
    slot.current = first;
    slot.current = first;
    assert.deepEqual(aborted, []);
    slot.current = named('second');
    slot.current = undefined;
    assert.deepEqual(aborted, ['first', 'second']);
  });
});
