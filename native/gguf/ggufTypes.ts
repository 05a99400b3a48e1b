import type { StringTable } from './stringTable.ts';

/** The header of a GGUF file: everything before the tensors' data. */
export interface GgufHeader {
  readonly version: 2 | 3;
  /** In the file's order. */
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** In the file's order, which is also the order of their data. */
  readonly tensors: readonly GgufTensor[];
  /** Where the tensors' data begins, from the start of the file. */
  readonly dataOffset: number;
  /** A power of two: the data, and each tensor in it, begins at a multiple of it. */
  readonly alignment: number;
  readonly fileSizeBytes: number;
}

export interface GgufTensor {
  readonly name: string;
  /** 1 to 4 numbers of elements, the innermost first. */
  readonly shape: readonly number[];
  /** A ggml type: a key of `ggmlTypes`. */
  readonly type: number;
  /** Relative to `dataOffset`. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * As exact as the file: 64-bit integers are bigints, the items of an array stay in a typed array or a table. Only in a
 * single string, bytes that are no valid UTF-8 have been replaced.
 */
export type GgufValue =
  | { readonly type: GgufNumberType; readonly value: number }
  | { readonly type: GgufBigintType; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'array'; readonly items: GgufArray };

export type GgufNumberType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';
export type GgufBigintType = 'uint64' | 'int64';
export type GgufType = GgufNumberType | GgufBigintType | 'bool' | 'string' | 'array';

/** Arrays of arrays do not exist in model files, and llama.cpp refuses them. */
export type GgufArray =
  | { readonly type: 'string'; readonly values: StringTable }
  | { readonly type: GgufNumberType | 'bool'; readonly values: GgufNumbers }
  | { readonly type: GgufBigintType; readonly values: BigInt64Array | BigUint64Array };

/** Booleans are bytes, 0 or 1. */
export type GgufNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** The types by their code in the file. */
export const ggufTypes: readonly GgufType[] = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
];
