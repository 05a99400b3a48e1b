import type { LlamaContextSequence } from 'node-llama-cpp';
import type { LoadedModel } from '../../native/model/loadedModel.ts';
import { never } from './engineFixture.ts';

/** Does something with each sequence of a tiny model, which has two in a lane, when all are free. */
export async function everySequence<Result>(
  { lanes }: LoadedModel,
  work: (sequence: LlamaContextSequence) => Promise<Result>,
): Promise<Result[]> {
  const request = { prompt: [], urgency: 2, signal: never, stopSignal: never } as const;
  const pools = [lanes.typing, lanes.typing, lanes.reading, lanes.reading];
  const leases = await Promise.all(pools.map((pool) => pool.acquire(request)));
  try {
    return await Promise.all(leases.map(({ sequence }) => work(sequence)));
  } finally {
    for (const lease of leases) lease.release();
  }
}

export async function clearCaches(model: LoadedModel): Promise<void> {
  await everySequence(model, (sequence) => sequence.clearHistory());
}
