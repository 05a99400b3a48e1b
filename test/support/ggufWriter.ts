import {
  type GgufBigintType,
  type GgufNumberType,
  type GgufType,
  type GgufValue,
  ggufTypes,
} from '../../native/gguf/ggufTypes.ts';
import { StringTable } from '../../native/gguf/stringTable.ts';

/** What a file is made of. */
export interface GgufContents {
  readonly version?: 2 | 3;
  /** `general.alignment`, where it is there, must say the same. */
  readonly alignment?: number;
  readonly metadata: Iterable<readonly [key: string, value: GgufValue]>;
  readonly tensors: readonly GgufTensorData[];
}

export interface GgufTensorData {
  readonly name: string;
  readonly shape: readonly number[];
  /** A ggml type code. */
  readonly type: number;
  readonly data: Uint8Array;
}

/** A GGUF file's bytes. Writes what it is given, sensible or not. */
export function encodeGguf({ version = 3, alignment = 32, metadata, tensors }: GgufContents): Buffer {
  const entries = [...metadata];
  const header: Buffer[] = [Buffer.from('GGUF'), uint32(version), uint64(tensors.length), uint64(entries.length)];
  for (const [key, value] of entries) header.push(text(key), typed(value));
  let offset = 0;
  for (const { name, shape, type, data } of tensors) {
    header.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(type), uint64(offset));
    offset += padded(data.length, alignment);
  }
  const head = Buffer.concat(header);
  const parts: Buffer[] = [withPadding(head, alignment)];
  for (const { data } of tensors) parts.push(withPadding(data, alignment));
  return Buffer.concat(parts);
}

export const ggufString = (value: string): GgufValue => ({ type: 'string', value });
export const ggufBool = (value: boolean): GgufValue => ({ type: 'bool', value });
export const ggufUint32 = (value: number): GgufValue => ({ type: 'uint32', value });
export const ggufFloat32 = (value: number): GgufValue => ({ type: 'float32', value });

export function ggufStrings(strings: readonly string[]): GgufValue {
  return { type: 'array', items: { type: 'string', values: stringTable(strings) } };
}

export function ggufInt32s(values: readonly number[]): GgufValue {
  return { type: 'array', items: { type: 'int32', values: Int32Array.from(values) } };
}

export function ggufFloat32s(values: readonly number[]): GgufValue {
  return { type: 'array', items: { type: 'float32', values: Float32Array.from(values) } };
}

export function stringTable(strings: readonly string[]): StringTable {
  const parts = strings.map(text);
  const starts = new Uint32Array(strings.length);
  let end = 0;
  for (const [index, part] of parts.entries()) {
    starts[index] = end + 8;
    end += part.length;
  }
  return new StringTable(Buffer.concat(parts), starts);
}

function typed(value: GgufValue): Buffer {
  if (value.type !== 'array') return Buffer.concat([typeCode(value.type), scalar(value)]);
  const { items } = value;
  const head = [typeCode('array'), typeCode(items.type), uint64(items.values.length)];
  if (items.type === 'string') return Buffer.concat([...head, ...[...items.values].map(text)]);
  return Buffer.concat([...head, Buffer.from(items.values.buffer, items.values.byteOffset, items.values.byteLength)]);
}

function scalar(value: Exclude<GgufValue, { readonly type: 'array' }>): Buffer {
  if (value.type === 'string') return text(value.value);
  if (value.type === 'bool') return Buffer.from([value.value ? 1 : 0]);
  if (value.type === 'uint64' || value.type === 'int64') return bigint(value.type, value.value);
  return number(value.type, Number(value.value));
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

function withPadding(bytes: Uint8Array, alignment: number): Buffer {
  return Buffer.concat([bytes], padded(bytes.length, alignment));
}

function padded(length: number, alignment: number): number {
  return Math.ceil(length / alignment) * alignment;
}
