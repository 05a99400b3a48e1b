import type { IndexStatus, PauseReason } from '../shared/indexProtocol.ts';

/** Counts what a pass over a folder has done, and tells it often enough for an eye. */
export class Progress {
  readonly #filesTotal: number;
  readonly #tell: (status: IndexStatus) => void;
  #filesDone = 0;
  #bytesDone = 0;
  #activeMs = 0;
  #startMs: number | undefined = performance.now();
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(filesTotal: number, tell: (status: IndexStatus) => void) {
    this.#filesTotal = filesTotal;
    this.#tell = tell;
  }

  add(sizeBytes: number): void {
    this.#filesDone += 1;
    this.#bytesDone += sizeBytes;
    if (performance.now() - this.#toldMs >= tellEveryMs) this.#tellNow();
  }

  /** Time that passes from now on is not that of indexing. */
  pause(pausedFor: PauseReason): void {
    this.#activeMs = this.#activeTime();
    this.#startMs = undefined;
    this.#tellNow(pausedFor);
  }

  resume(): void {
    this.#startMs ??= performance.now();
    this.#tellNow();
  }

  #activeTime(): number {
    return this.#activeMs + (this.#startMs === undefined ? 0 : performance.now() - this.#startMs);
  }

  #tellNow(pausedFor?: PauseReason): void {
    this.#toldMs = performance.now();
    const bytesPerSecond = Math.round((1000 * this.#bytesDone) / Math.max(1, this.#activeTime()));
    const status = {
      kind: 'indexing',
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      bytesPerSecond,
    } as const;
    this.#tell(pausedFor === undefined ? status : { ...status, pausedFor });
  }
}

const tellEveryMs = 250;
