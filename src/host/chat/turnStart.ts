/** What of a session says that an answer has begun. */
interface Streaming {
  readonly streamingId: string | undefined;
}

/**
 * A question is answered for minutes; who asks it waits until that has begun, or can't. What goes wrong later is told by the
 * answer itself; a bug is told to `onBug`.
 */
export class TurnStart {
  readonly #session: () => Streaming;
  readonly #onBug: (error: unknown) => void;
  readonly #waiting = new Set<() => void>();

  constructor(session: () => Streaming, onBug: (error: unknown) => void) {
    this.#session = session;
    this.#onBug = onBug;
  }

  /** @throws what `ask` throws before an answer has begun. */
  async begin(ask: () => Promise<void>): Promise<void> {
    const before = this.#session().streamingId;
    let look = () => {};
    const begun = new Promise<'begun'>((resolve) => {
      look = () => {
        const now = this.#session().streamingId;
        if (now !== undefined && now !== before) resolve('begun');
      };
    });
    this.#waiting.add(look);
    const ended = ask();
    try {
      const first = await Promise.race([begun, ended]);
      if (first === 'begun') ended.catch(this.#onBug);
    } finally {
      this.#waiting.delete(look);
    }
  }

  /** To be told whenever the session has changed. */
  sessionChanged(): void {
    for (const look of this.#waiting) look();
  }
}
