/** Work that is wished for more often than it need be done. */
export interface Paced {
  /** Does it soon, once for all wishes until then. */
  soon(): void;
  /** Does it at once, and for the wishes before with it. */
  now(): void;
  stop(): void;
}

/** @param intervalMs lies between two times at least, where it is not wished for at once. */
export function paced(work: () => void, intervalMs: number): Paced {
  let waiting: NodeJS.Timeout | undefined;
  let latestMs = Number.NEGATIVE_INFINITY;
  const stop = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const now = (): void => {
    stop();
    latestMs = performance.now();
    work();
  };
  return {
    soon: () => {
      waiting ??= setTimeout(now, Math.max(0, latestMs + intervalMs - performance.now()));
    },
    now,
    stop,
  };
}
