import { alignUp } from '../../native/gguf/alignUp.ts';
import { encodeHeader } from '../../native/gguf/encodeHeader.ts';
import type { GgufTensor, GgufValue } from '../../native/gguf/ggufTypes.ts';
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
  let offset = 0;
  const placed: GgufTensor[] = [];
  for (const { data, ...tensor } of tensors) {
    placed.push({ ...tensor, offset, sizeBytes: data.length });
    offset = alignUp(offset + data.length, alignment);
  }
  const parts: Uint8Array[] = [encodeHeader({ version, metadata, tensors: placed, alignment })];
  for (const { data } of tensors) parts.push(Buffer.concat([data], alignUp(data.length, alignment)));
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
  const parts = strings.map((string) => {
    const bytes = Buffer.from(string);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([length, bytes]);
  });
  const starts = new Uint32Array(strings.length);
  let end = 0;
  for (const [index, part] of parts.entries()) {
    starts[index] = end + 8;
    end += part.length;
  }
  return new StringTable(Buffer.concat(parts), starts);
}
