import type { Clock } from '../../src/core/completion/generation.ts';
import { CancelledError } from '../../src/shared/errors.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #instantMs: number;

  /** @param instantMs sleeps of at most this long end at once, without time passing. */
  constructor(instantMs = 0) {
    this.#instantMs = instantMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  get sleepers(): number {
    return this.#sleepers.size;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of [...this.#sleepers]) if (sleeper.wakeAtMs <= this.#nowMs) sleeper.wake();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new CancelledError());
      if (ms <= this.#instantMs) return resolve();
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new CancelledError());
      };
      const sleeper: Sleeper = {
        wakeAtMs: this.#nowMs + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
