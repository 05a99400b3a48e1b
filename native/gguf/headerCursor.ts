import { type GgufArray, type GgufNumbers, type GgufType, ggufTypes } from './ggufTypes.ts';
import { downloadAgain, modelInvalid, quoteText } from './modelErrors.ts';
import { StringTable } from './stringTable.ts';

/** The beginning of a file, and what is known of the rest. */
export interface HeaderBytes {
  readonly path: string;
  /** As many of the file's first bytes as have been read. */
  readonly bytes: Uint8Array;
  readonly fileSizeBytes: number;
}

/** The header goes on where the bytes read so far end. Not an error: the reader reads more and starts again. */
export class HeaderContinues extends Error {
  readonly neededBytes: number;
  constructor(neededBytes: number) {
    super('The header continues');
    this.neededBytes = neededBytes;
  }
}

export const headerLimits = {
  headerBytes: 256 * 1024 * 1024,
  metadata: 65_536,
  tensors: 65_536,
  /** A name of metadata; llama.cpp's tensor names are shorter still. */
  nameBytes: 65_535,
  stringBytes: 16 * 1024 * 1024,
  arrayItems: 16 * 1024 * 1024,
} as const;

/**
 * Reads a header's numbers and texts one after the other. Nothing is allocated that the file is not long enough for.
 *
 * @throws HeaderContinues, UserError `modelInvalid`.
 */
export class HeaderCursor {
  readonly path: string;
  readonly #source: HeaderBytes;
  readonly #view: DataView;
  #position = 0;

  constructor(source: HeaderBytes) {
    this.path = source.path;
    this.#source = source;
    this.#view = new DataView(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  /** @param what names the number in the message, such as `1234 tensors`. */
  count(limit: number, what: string): number {
    const count = this.uint64();
    if (count > BigInt(limit)) throw this.damaged(`claims ${count} ${what}`);
    return Number(count);
  }

  /** A name, which must be valid UTF-8, unlike a text. */
  name(what: string): string {
    const bytes = this.#bytes(this.count(headerLimits.nameBytes, `bytes for the name of ${what}`));
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw this.damaged(`has an unreadable name of ${what}`);
    }
  }

  /** What is no valid UTF-8 in a text is replaced: it is only shown. */
  text(key: string): string {
    return utf8.decode(this.#bytes(this.count(headerLimits.stringBytes, `bytes for the text ${quoteText(key)}`)));
  }

  type(key: string): GgufType {
    const code = this.uint32();
    const type = ggufTypes[code];
    if (type === undefined) throw this.damaged(`has the unknown type ${code} at ${quoteText(key)}`);
    return type;
  }

  scalar(type: 'int64'): bigint;
  scalar(type: Exclude<keyof typeof scalarReaders, 'int64'>): number;
  scalar(type: keyof typeof scalarReaders): number | bigint {
    const { sizeBytes, read } = scalarReaders[type];
    return read(this.#view, this.#advance(sizeBytes));
  }

  array(key: string): GgufArray {
    const type = this.type(key);
    const length = this.count(headerLimits.arrayItems, `items for ${quoteText(key)}`);
    if (type === 'array') throw this.damaged(`has an array of arrays at ${quoteText(key)}`);
    if (type === 'string') return { type, values: this.#strings(key, length) };
    const Numbers = typedArrays[type];
    const bytes = this.#bytes(length * Numbers.BYTES_PER_ELEMENT);
    // A copy, because the items need not be aligned in the file.
    const values = new Numbers(bytes.slice().buffer);
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
      return { type: type === 'int64' ? 'int64' : 'uint64', values };
    }
    return { type: type as Exclude<typeof type, 'int64' | 'uint64'>, values: values as GgufNumbers };
  }

  /** @param problem a clause with the file as its subject. */
  damaged(problem: string): Error {
    return modelInvalid(this.path, `is damaged (its header ${problem})`, downloadAgain);
  }

  #strings(key: string, length: number): StringTable {
    const start = this.#position;
    this.#expect(length * 8);
    const starts = new Uint32Array(length);
    for (let index = 0; index < length; index++) {
      const at = this.#advance(8);
      const sizeBytes = this.#view.getUint32(at, true);
      if (sizeBytes > headerLimits.stringBytes || this.#view.getUint32(at + 4, true) !== 0) {
        throw this.damaged(`claims an absurd length for a text in ${quoteText(key)}`);
      }
      starts[index] = at + 8 - start;
      this.#advance(sizeBytes);
    }
    return new StringTable(this.#source.bytes.subarray(start, this.#position), starts);
  }

  #bytes(sizeBytes: number): Uint8Array {
    const start = this.#advance(sizeBytes);
    return this.#source.bytes.subarray(start, start + sizeBytes);
  }

  /** @returns the position before. */
  #advance(sizeBytes: number): number {
    this.#expect(sizeBytes);
    const before = this.#position;
    this.#position += sizeBytes;
    return before;
  }

  #expect(sizeBytes: number): void {
    const end = this.#position + sizeBytes;
    if (end <= this.#source.bytes.length) return;
    if (end > this.#source.fileSizeBytes) {
      const { path, fileSizeBytes } = this.#source;
      throw modelInvalid(path, `is cut off in its header (the file ends after ${fileSizeBytes} bytes)`, downloadAgain);
    }
    if (end > headerLimits.headerBytes) throw this.damaged(`is longer than ${headerLimits.headerBytes} bytes`);
    throw new HeaderContinues(end);
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The file is little-endian, and so is every machine that runs VS Code. */
const typedArrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  bool: Uint8Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float64: Float64Array,
} as const;
