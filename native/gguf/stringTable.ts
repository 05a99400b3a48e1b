/**
 * The strings of a GGUF array, decoded when asked for: a vocabulary has up to some hundred thousand, and most readers
 * want none of them.
 */
export class StringTable implements Iterable<string> {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;

  /**
   * @param bytes holds each string with its length before it (8 bytes, little-endian, below 2^32).
   * @param starts where each string begins in `bytes`, behind its length.
   */
  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.length = starts.length;
  }

  /** @throws RangeError outside 0 to `length` - 1. */
  at(index: number): string {
    return utf8.decode(this.bytesAt(index));
  }

  /** The string as the file has it, which may be no valid UTF-8. */
  bytesAt(index: number): Uint8Array {
    const start = this.#starts[index];
    if (start === undefined) throw new RangeError(`No string ${index} among ${this.length}`);
    return this.#bytes.subarray(start, start + this.#lengthBefore(start));
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  #lengthBefore(start: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes.subarray(start - 8, start - 4);
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }
}

/** The mark at the beginning of a text belongs to it, so that decoding is exact. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
