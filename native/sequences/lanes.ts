import type { LlamaContext } from 'node-llama-cpp';
import type { Purpose } from '../../src/shared/engine.ts';
import { SequencePool } from './sequencePool.ts';

/**
 * Requests that are over in a second and come with every keystroke have sequences of their own: they never wait for one
 * that a chat holds for minutes, and do not evict its cache.
 */
export type Lane = 'typing' | 'reading';

export type SequenceLanes = { readonly [lane in Lane]: SequencePool };

const laneOf: { readonly [purpose in Purpose]: Lane } = {
  completion: 'typing',
  chat: 'reading',
  refactor: 'reading',
  background: 'reading',
  warmUp: 'typing',
};

/**
 * The lane of a request. Where there is one sequence a lane, what is asked in the background takes the completions': their
 * prompt is evaluated anew far sooner than a conversation.
 */
export function laneFor(purpose: Purpose, { reading }: SequenceLanes): Lane {
  return purpose === 'background' && reading.sequences.length === 1 ? 'typing' : laneOf[purpose];
}

/**
 * Sequences in each lane. With two, two windows can type in turn without evicting each other's cache; each costs a whole KV
 * cache, so where that is large there is one.
 *
 * @param bytesPerSequence as estimated before there is a context.
 * @param memoryBytes of what computes.
 */
export function sequencesPerLane(bytesPerSequence: number, memoryBytes: number): 1 | 2 {
  return 4 * bytesPerSequence <= memoryBytes / 8 ? 2 : 1;
}

/**
 * @param checkpointBytes main memory that the checkpoints of one sequence may take. The library keeps the latest one even
 *   where it is larger. Typing needs few, since its prompts mostly stay in the window, but what it may take is not taken
 *   before it is needed.
 */
export function makeLanes(context: LlamaContext, perLane: number, checkpointBytes: number): SequenceLanes {
  const pool = () =>
    new SequencePool(
      Array.from({ length: perLane }, () =>
        context.getSequence({ checkpoints: { interval: false, max: maxCheckpoints, maxMemory: checkpointBytes } }),
      ),
    );
  return { typing: pool(), reading: pool() };
}

const maxCheckpoints = 8;
