import { Worker } from 'node:worker_threads';
import type { Block, Placement, Target } from '../../../core/chat/placement/placement.ts';
import { BugError, CancelledError } from '../../../shared/errors.ts';

/** What the thread is given. */
export interface PlacementTask {
  readonly block: Block;
  readonly target: Target;
}

/**
 * As `placeBlock`, in a thread of its own: a file of 100,000 lines takes it a second or more, in which nothing else in the
 * editor's extensions would run.
 *
 * @param entryPath of placementThread.ts, as it was built.
 * @throws CancelledError; Error where the thread fails.
 */
export async function placeOffThread(entryPath: string, task: PlacementTask, signal: AbortSignal): Promise<Placement> {
  if (signal.aborted) throw new CancelledError();
  const worker = new Worker(entryPath, { workerData: task, execArgv: [] });
  const cancelled = new AbortController();
  try {
    return await new Promise<Placement>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new BugError(`The thread that places blocks ended with ${code}.`)));
      signal.addEventListener('abort', () => reject(new CancelledError()), { signal: cancelled.signal });
    });
  } finally {
    cancelled.abort();
    void worker.terminate();
  }
}
