import type { UserError } from '../../src/shared/errors.ts';
import {
  type GgufArray,
  type GgufBigintType,
  type GgufNumbers,
  type GgufNumberType,
  type GgufType,
  ggufTypes,
} from './ggufTypes.ts';
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

  /** Must be valid UTF-8, unlike a text. */
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

  number(type: GgufNumberType | 'bool'): number {
    const { sizeBytes, read } = numberReaders[type];
    return read(this.#view, this.#advance(sizeBytes));
  }

  bigint(type: GgufBigintType): bigint {
    const position = this.#advance(8);
    return type === 'int64' ? this.#view.getBigInt64(position, true) : this.#view.getBigUint64(position, true);
  }

  array(key: string): GgufArray {
    const type = this.type(key);
    const length = this.count(headerLimits.arrayItems, `items for ${quoteText(key)}`);
    if (type === 'array') throw this.damaged(`has an array of arrays at ${quoteText(key)}`);
    if (type === 'string') return { type, values: this.#strings(key, length) };
    if (type === 'uint64') return { type, values: new BigUint64Array(this.#copy(8 * length)) };
    if (type === 'int64') return { type, values: new BigInt64Array(this.#copy(8 * length)) };
    const { sizeBytes, Items } = numberReaders[type];
    return { type, values: new Items(this.#copy(sizeBytes * length)) };
  }

  /** @param problem a clause with the file as its subject. */
  damaged(problem: string): UserError {
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

  /** Items need not be aligned in the file, but must be in memory. */
  #copy(sizeBytes: number): ArrayBuffer {
    return Uint8Array.from(this.#bytes(sizeBytes)).buffer;
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

interface NumberReader {
  readonly sizeBytes: number;
  readonly read: (view: DataView, position: number) => number;
  /** The file is little-endian, and so is every machine that runs VS Code. */
  readonly Items: new (
    buffer: ArrayBuffer,
  ) => GgufNumbers;
}

const numberReaders: Readonly<Record<GgufNumberType | 'bool', NumberReader>> = {
  uint8: { sizeBytes: 1, read: (view, position) => view.getUint8(position), Items: Uint8Array },
  int8: { sizeBytes: 1, read: (view, position) => view.getInt8(position), Items: Int8Array },
  bool: { sizeBytes: 1, read: (view, position) => view.getUint8(position), Items: Uint8Array },
  uint16: { sizeBytes: 2, read: (view, position) => view.getUint16(position, true), Items: Uint16Array },
  int16: { sizeBytes: 2, read: (view, position) => view.getInt16(position, true), Items: Int16Array },
  uint32: { sizeBytes: 4, read: (view, position) => view.getUint32(position, true), Items: Uint32Array },
  int32: { sizeBytes: 4, read: (view, position) => view.getInt32(position, true), Items: Int32Array },
  float32: { sizeBytes: 4, read: (view, position) => view.getFloat32(position, true), Items: Float32Array },
  float64: { sizeBytes: 8, read: (view, position) => view.getFloat64(position, true), Items: Float64Array },
};
