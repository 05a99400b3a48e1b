/**
 * The strings of a GGUF array, decoded when asked for: a vocabulary has up to some hundred thousand, and most readers
 * want none of them.
 */
export class StringTable implements Iterable<string> {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;

  /**
   * @param bytes holds each string with its length before it (8 bytes, little-endian, below 2^32), and nothing else.
   * @param starts where each string begins in `bytes`, behind its length.
   */
  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#starts = starts;
    this.length = starts.length;
  }

  /** As in the file, each with its length before it. */
  get encoded(): Uint8Array {
    return this.#bytes;
  }

  /** @throws RangeError outside 0 to `length` - 1. */
  at(index: number): string {
    return this.#slice(index, 'utf8');
  }

  /** One character a byte: different for different strings, even where they are no valid UTF-8, and cheap. */
  latin1At(index: number): string {
    return this.#slice(index, 'latin1');
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  #slice(index: number, encoding: 'utf8' | 'latin1'): string {
    const start = this.#starts[index];
    if (start === undefined) throw new RangeError(`No string ${index} among ${this.length}`);
    return this.#bytes.toString(encoding, start, start + this.#bytes.readUInt32LE(start - 8));
  }
}
