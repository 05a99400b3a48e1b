import type { Purpose } from '../../src/shared/engine.ts';
import { CancelledError, throwIfAborted } from '../../src/shared/errors.ts';
import type { NativeCalls } from '../model/nativeCalls.ts';
import { chooseTurn, countTurn, type Seat, type Urgency } from './chooseTurn.ts';

/** One request's place among those that want to compute. */
export interface Turns {
  /**
   * Makes one native call (a chunk of prefill, a token, an erasure) when it is this request's turn, with no other call
   * beside it.
   *
   * @throws CancelledError when the request is aborted while it waits.
   */
  take<Result>(call: () => Promise<Result>): Promise<Result>;
  /** From now on the less urgent may have a turn now and then. */
  onFirstToken(): void;
  /** What the request has waited for turns of others. */
  waitedMs(): number;
}

interface Waiting {
  readonly seat: Seat;
  readonly start: () => void;
}

/**
 * Gives out turns, one native call at a time: a completion does not wait for the rest of a chat's prefill or answer, only
 * for the call that runs. The one that had to wait goes on with its cache as it was.
 *
 * Calls of several sequences are never put into one batch, though that would be faster for two at once: a token is then
 * computed with other kernels, and rounded differently, when somebody else happens to ask something too.
 */
export class Scheduler {
  readonly #calls: NativeCalls;
  readonly #waiting: Waiting[] = [];
  /** Whose call runs; `undefined`: nobody's. */
  #current: Seat | undefined;
  #turns = 0;

  constructor(calls: NativeCalls) {
    this.#calls = calls;
  }

  /** @param signal aborted: the request leaves, at the latest after the call that runs. */
  enter(purpose: Purpose, signal: AbortSignal): Turns {
    const seat: Seat = {
      urgency: urgencies[purpose],
      passedOver: 0,
      delays: 0,
      hasFirstToken: false,
      lastTurn: 0,
    };
    let waitedMs = 0;
    return {
      take: async (call) => {
        const askedAtMs = performance.now();
        await this.#turn(seat, signal);
        waitedMs += performance.now() - askedAtMs;
        try {
          return await this.#calls.track(call());
        } finally {
          this.#passOn();
        }
      },
      onFirstToken: () => {
        seat.hasFirstToken = true;
      },
      waitedMs: () => waitedMs,
    };
  }

  async #turn(seat: Seat, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    if (this.#current === undefined) {
      this.#begin(seat);
      return;
    }
    if (this.#current.urgency < seat.urgency && !seat.hasFirstToken) seat.delays += 1;
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new CancelledError());
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { seat, start };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #begin(seat: Seat): void {
    this.#current = seat;
    this.#turns += 1;
    countTurn(
      seat,
      this.#waiting.map((waiting) => waiting.seat),
      this.#turns,
    );
  }

  /** Who has just had a turn asks for the next one within the same turn of the event loop: it is waited for. */
  #passOn(): void {
    if (this.#waiting.length === 0) this.#current = undefined;
    else setImmediate(() => this.#startNext());
  }

  #startNext(): void {
    if (this.#waiting.length === 0) {
      this.#current = undefined;
      return;
    }
    const seat = chooseTurn(this.#waiting.map((waiting) => waiting.seat));
    const [next] = this.#waiting.splice(
      this.#waiting.findIndex((waiting) => waiting.seat === seat),
      1,
    );
    this.#begin(seat);
    next?.start();
  }
}

/** Who goes first. */
export const urgencies: { readonly [purpose in Purpose]: Urgency } = {
  completion: 2,
  chat: 1,
  refactor: 1,
  background: 0,
  warmUp: 0,
};
