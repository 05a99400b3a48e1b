import { strict as assert } from 'node:assert';
import type { LlamaContextSequence } from 'node-llama-cpp';
import { laneFor } from '../../native/sequences/lanes.ts';
import { SequencePool } from '../../native/sequences/sequencePool.ts';
import type { Purpose } from '../../src/shared/engine.ts';

describe('the lane of a request', () => {
  const purposes: readonly Purpose[] = ['completion', 'warmUp', 'chat', 'refactor', 'background'];
  const lanesOf = (perLane: number) => {
    const pool = () => new SequencePool(Array.from({ length: perLane }, () => ({}) as LlamaContextSequence));
    const lanes = { typing: pool(), reading: pool() };
    return purposes.map((purpose) => laneFor(purpose, lanes));
  };

  it('keeps what comes with every keystroke apart from what is read', () => {
    assert.deepEqual(lanesOf(2), ['typing', 'typing', 'reading', 'reading', 'reading']);
  });

  it('spares the only conversation that is evaluated, where something is asked in the background', () => {
    assert.deepEqual(lanesOf(1), ['typing', 'typing', 'reading', 'reading', 'typing']);
  });
});
