/**
 * Knows how long the running native calls have taken. The event loop goes on while a native call runs, so an engine
 * that answers pings may still hang in one.
 */
export class NativeCalls {
  readonly #startedAtMs = new Set<{ readonly atMs: number }>();

  /** Counts `call` as running until it settles. */
  readonly track = async <Result>(call: Promise<Result>): Promise<Result> => {
    const started = { atMs: performance.now() };
    this.#startedAtMs.add(started);
    try {
      return await call;
    } finally {
      this.#startedAtMs.delete(started);
    }
  };

  /** The longest running call's time so far; 0 when none runs. */
  longestMs(): number {
    const now = performance.now();
    return Math.max(0, ...[...this.#startedAtMs].map(({ atMs }) => now - atMs));
  }
}
