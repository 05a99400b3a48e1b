import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/core/completion/generation.ts';
import { CancelledError } from '../../../src/shared/errors.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/**
 * Time as it passes for who types: while something is computed it is the real one, and what nobody computes in (waiting
 * for the next keystroke, a pause for thought) passes at once. It stands still while nobody waits for anything: others type.
 */
export class TypingClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #timeMs = 0;
  #works = 0;
  #waiting = 0;
  /** When somebody began to wait. */
  #sinceMs = 0;
  /** Aborted when something has ended, or wants to sleep. */
  #change = new AbortController();

  nowMs(): number {
    return this.#timeMs + (this.#waiting > 0 ? performance.now() - this.#sinceMs : 0);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (settle: () => void) => (): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', onAbort);
        this.#changed();
        settle();
      };
      const onAbort = leave(() => reject(new CancelledError()));
      const sleeper: Sleeper = { wakeAtMs: this.nowMs() + ms, wake: leave(resolve) };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', onAbort);
      this.#changed();
      if (signal.aborted) onAbort();
    });
  }

  /** Something is computed until `work` has settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#works += 1;
    try {
      return await work;
    } finally {
      this.#works -= 1;
      this.#changed();
    }
  }

  /** Until so much time has passed. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs() + ms;
    await this.#run(() => this.nowMs() >= endMs, endMs);
  }

  /** Until `promise` has settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
      this.#changed();
    };
    promise.then(settled, settled);
    await this.#run(() => isSettled);
    return await promise;
  }

  /** Until nothing is computed any more. */
  async rest(): Promise<void> {
    await this.#run(() => this.#works === 0);
  }

  async #run(isOver: () => boolean, endMs = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.#waiting === 0) this.#sinceMs = performance.now();
    this.#waiting += 1;
    try {
      await this.#go(isOver, endMs);
    } finally {
      if (this.#waiting === 1) this.#timeMs = this.nowMs();
      this.#waiting -= 1;
    }
  }

  /** From one thing that happens to the next, at once where nothing is computed in between. */
  async #go(isOver: () => boolean, endMs: number): Promise<void> {
    for (;;) {
      // Whoever has just been woken, or answered, may begin something.
      await nextTurn();
      if (isOver()) return;
      const nextMs = Math.min(endMs, ...[...this.#sleepers].map(({ wakeAtMs }) => wakeAtMs));
      const waitMs = nextMs - this.nowMs();
      if (this.#works > 0 || nextMs === Number.POSITIVE_INFINITY) await this.#changeWithin(waitMs);
      else this.#timeMs += Math.max(0, waitMs);
      const now = this.nowMs();
      for (const { wakeAtMs, wake } of [...this.#sleepers]) if (wakeAtMs <= now) wake();
    }
  }

  async #changeWithin(ms: number): Promise<void> {
    const { signal } = this.#change;
    if (ms > 0) await sleep(Math.min(ms, longestMs), undefined, { signal }).catch(() => {});
  }

  #changed(): void {
    this.#change.abort();
    this.#change = new AbortController();
  }
}

/** Timers of the system can't wait much longer than some weeks; nothing here takes as long. */
const longestMs = 1_000;
