import { Worker } from 'node:worker_threads';

/**
 * Ends this process soon after its parent has gone, whatever it is computing then: a thread looks for the parent, since
 * a busy event loop would not see that the channel has closed. Where that one is seen, there is time to end in order.
 */
export function endWithParent(): void {
  const options = {
    eval: true,
    workerData: process.ppid,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  };
  new Worker(`(${watchParent})()`, options).unref();
}

/** Runs in the thread, as text: it knows nothing of this file. */
function watchParent(): void {
  const parentPid = process.getBuiltinModule('node:worker_threads').workerData as number;
  const hasGone = () => {
    // Windows keeps the number of a parent that has ended.
    if (process.ppid !== parentPid) return true;
    try {
      process.kill(parentPid, 0);
      return false;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ESRCH';
    }
  };
  const looking = setInterval(() => {
    if (!hasGone()) return;
    clearInterval(looking);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 5_000);
  }, 1_000);
}
