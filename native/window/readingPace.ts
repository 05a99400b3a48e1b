/**
 * Whether a disk reads far slower while it writes. Most do, but where the system has the file in memory, reading does not
 * notice. What is written goes on to the disk in the meantime only then: else it is sooner done when all is read.
 */
export class ReadingPace {
  readonly #alone = { bytes: 0, ms: 0 };
  readonly #besideWriting = { bytes: 0, ms: 0 };

  /** @param isWriting whether something was on its way to the disk. */
  note(sizeBytes: number, ms: number, isWriting: boolean): void {
    const total = isWriting ? this.#besideWriting : this.#alone;
    total.bytes += sizeBytes;
    total.ms += ms;
  }

  get suffersFromWriting(): boolean {
    const { bytes, ms } = this.#besideWriting;
    return bytes >= enoughBytes && ms / bytes > tolerance * (this.#alone.ms / this.#alone.bytes);
  }
}

/** Less may have been read ahead before. */
const enoughBytes = 32 * 1024 * 1024;
const tolerance = 2;
