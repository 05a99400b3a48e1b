import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the process do what else waits, as often as a slice of time has been used up. */
export class TimeSlice {
  #startMs = performance.now();

  /** To be awaited between two steps of a long work. */
  async step(): Promise<void> {
    if (performance.now() - this.#startMs < sliceMs) return;
    await nextTurn();
    this.#startMs = performance.now();
  }
}

const sliceMs = 10;
