import { setTimeout as sleep } from 'node:timers/promises';
import { pingRequest } from '../../shared/indexProtocol.ts';
import type { IndexWorker } from './indexWorker.ts';

export interface WatchTimes {
  readonly heartbeatMs: number;
  /** How long a sign of life may take. */
  readonly graceMs: number;
}

/**
 * Asks a worker for a sign of life again and again, and kills it where none comes. As with the engine (`watchEngine.ts`)
 * what counts are signs that were asked for in vain, one after the other: a laptop may sleep, and the worker is idle where
 * others compute.
 *
 * @returns whether it was killed, once it is or has ended by itself.
 */
export async function watchWorker(
  worker: IndexWorker,
  { heartbeatMs, graceMs }: WatchTimes = defaultTimes,
): Promise<boolean> {
  // Starting takes as long as it takes: nothing that could hang it has been asked for yet.
  await Promise.race([ask(worker), worker.ended]);
  for (let silences = 0; worker.isRunning(); ) {
    await sleep(heartbeatMs, undefined, { ref: false });
    const answer = await Promise.race([ask(worker), sleep(graceMs, undefined, { ref: false })]);
    silences = answer === undefined ? silences + 1 : 0;
    if (silences < maxSilences) continue;
    worker.kill();
    return true;
  }
  return false;
}

const defaultTimes: WatchTimes = { heartbeatMs: 5_000, graceMs: 5_000 };
/** A minute: it may wait for a lock of the store, or for a processor. */
const maxSilences = 6;

async function ask({ rpc }: IndexWorker): Promise<true> {
  try {
    await rpc.sendRequest(pingRequest);
  } catch {
    // The connection has closed, which ends the watch.
  }
  return true;
}
