/**
 * Numbers the native calls. The event loop goes on while one runs, so an engine that answers pings may still hang in a
 * call; that it hangs shows in its number, which stays the same. A clock would not do: it jumps when a laptop sleeps.
 */
export class NativeCalls {
  readonly #running = new Set<{ number: number }>();
  #last = 0;

  /**
   * Counts a call as running until it settles.
   *
   * @param start makes the call; may tell that it has come further, which counts as another call.
   */
  async run<Result>(start: (onProgress: () => void) => Promise<Result>): Promise<Result> {
    const call = { number: ++this.#last };
    this.#running.add(call);
    try {
      return await start(() => {
        call.number = ++this.#last;
      });
    } finally {
      this.#running.delete(call);
    }
  }

  /** Counts `call` as running until it settles. */
  readonly track = <Result>(call: Promise<Result>): Promise<Result> => this.run(() => call);

  /** The number of the call without progress for longest; 0 where none runs. */
  get oldest(): number {
    return this.#running.size === 0 ? 0 : Math.min(...[...this.#running].map(({ number }) => number));
  }
}
