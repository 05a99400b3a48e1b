import { alignUp } from './alignUp.ts';
import {
  type GgufArray,
  type GgufBigintType,
  type GgufNumberType,
  type GgufTensor,
  type GgufType,
  type GgufValue,
  ggufTypes,
} from './ggufTypes.ts';
import { headerLimits } from './headerCursor.ts';

/** What a header is made of; a `GgufHeader` is one. */
export interface HeaderContents {
  readonly version: 2 | 3;
  readonly metadata: Iterable<readonly [key: string, value: GgufValue]>;
  /** Their offsets are written as they are. */
  readonly tensors: readonly GgufTensor[];
  /** Where `general.alignment` is there, it must say the same. */
  readonly alignment: number;
}

/**
 * The bytes of a header, up to where the tensors' data begins. Law: a header that was read and is unchanged has the
 * bytes that it was read from, but for texts that are no valid UTF-8.
 *
 * @throws RangeError above 256 MiB, which no reader takes.
 */
export function encodeHeader({ version, metadata, tensors, alignment }: HeaderContents): Buffer {
  const entries = [...metadata];
  const parts: Uint8Array[] = [Buffer.from('GGUF'), uint32(version), uint64(tensors.length), uint64(entries.length)];
  for (const [key, value] of entries) parts.push(text(key), ...typed(value));
  for (const { name, shape, type, offset } of tensors) {
    parts.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(type), uint64(offset));
  }
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
  if (sizeBytes > headerLimits.headerBytes) throw new RangeError(`A GGUF header cannot have ${sizeBytes} bytes`);
  return Buffer.concat(parts, alignUp(sizeBytes, alignment));
}

function typed(value: GgufValue): readonly Uint8Array[] {
  return value.type === 'array' ? [typeCode('array'), ...array(value.items)] : [typeCode(value.type), scalar(value)];
}

function array({ type, values }: GgufArray): readonly Uint8Array[] {
  const head = [typeCode(type), uint64(values.length)];
  if (type === 'string') return [...head, values.encoded];
  // The file is little-endian, and so is every machine that runs VS Code.
  return [...head, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
}

function scalar(value: Exclude<GgufValue, { readonly type: 'array' }>): Buffer {
  if (value.type === 'string') return text(value.value);
  if (value.type === 'bool') return Buffer.from([value.value ? 1 : 0]);
  return typeof value.value === 'bigint' ? bigint(value.type, value.value) : number(value.type, value.value);
}

const numberSizes: Readonly<Record<GgufNumberType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
};

function number(type: GgufNumberType, value: number): Buffer {
  const bytes = Buffer.alloc(numberSizes[type]);
  if (type === 'float32') bytes.writeFloatLE(value);
  else if (type === 'float64') bytes.writeDoubleLE(value);
  else if (type.startsWith('uint')) bytes.writeUIntLE(value, 0, bytes.length);
  else bytes.writeIntLE(value, 0, bytes.length);
  return bytes;
}

function bigint(type: GgufBigintType, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  if (type === 'uint64') bytes.writeBigUInt64LE(value);
  else bytes.writeBigInt64LE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function typeCode(type: GgufType): Buffer {
  return uint32(ggufTypes.indexOf(type));
}

function uint32(value: number): Buffer {
  return number('uint32', value);
}

function uint64(value: number): Buffer {
  return bigint('uint64', BigInt(value));
}
