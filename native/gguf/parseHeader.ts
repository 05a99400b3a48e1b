import { alignUp } from './alignUp.ts';
import { ggmlTypes } from './ggmlTypes.ts';
import type { GgufHeader, GgufTensor, GgufValue } from './ggufTypes.ts';
import { type HeaderBytes, HeaderCursor, headerLimits } from './headerCursor.ts';
import { downloadAgain, modelInvalid, quoteText } from './modelErrors.ts';

/**
 * Reads a GGUF header, as strictly as llama.cpp does, and checks that the file holds the data that it promises.
 *
 * @throws HeaderContinues where more bytes are needed, UserError `modelInvalid`.
 */
export function parseHeader(source: HeaderBytes): GgufHeader {
  const cursor = new HeaderCursor(source);
  cursor.uint32(); // The magic, which the reader has looked at.
  const version = readVersion(cursor);
  const tensorCount = cursor.count(headerLimits.tensors, 'tensors');
  const metadataCount = cursor.count(headerLimits.metadata, 'metadata entries');
  const metadata = readMetadata(cursor, metadataCount);
  const alignment = alignmentOf(cursor, metadata);
  const tensors = readTensors(cursor, tensorCount, alignment);
  const dataOffset = alignUp(cursor.position, alignment);
  const { path, fileSizeBytes } = source;
  const last = tensors.at(-1);
  const missingBytes = last === undefined ? 0 : dataOffset + last.offset + last.sizeBytes - fileSizeBytes;
  if (missingBytes > 0) {
    throw modelInvalid(
      path,
      `is cut off (${missingBytes} of ${missingBytes + fileSizeBytes} bytes are missing)`,
      downloadAgain,
    );
  }
  return { version, metadata, tensors, dataOffset, alignment, fileSizeBytes };
}

function readVersion(cursor: HeaderCursor): 2 | 3 {
  const version = cursor.uint32();
  if (version === 2 || version === 3) return version;
  if ((version & 0xffff) === 0 && version !== 0) {
    throw modelInvalid(cursor.path, 'is a big-endian GGUF file', 'choose a little-endian one');
  }
  throw modelInvalid(
    cursor.path,
    `has GGUF version ${version}, and only 2 and 3 can be read`,
    version === 1 ? 'download a newer file of this model' : 'update Leeward or choose another file',
  );
}

function readMetadata(cursor: HeaderCursor, count: number): ReadonlyMap<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < count; index++) {
    const key = cursor.name('a metadata entry');
    if (key === '') throw cursor.damaged('has metadata without a name');
    if (metadata.has(key)) throw cursor.damaged(`has ${quoteText(key)} twice`);
    metadata.set(key, readValue(cursor, key));
  }
  return metadata;
}

function readValue(cursor: HeaderCursor, key: string): GgufValue {
  const type = cursor.type(key);
  switch (type) {
    case 'array':
      return { type, items: cursor.array(key) };
    case 'string':
      return { type, value: cursor.text(key) };
    case 'bool':
      return { type, value: cursor.number(type) !== 0 };
    case 'uint64':
    case 'int64':
      return { type, value: cursor.bigint(type) };
    default:
      return { type, value: cursor.number(type) };
  }
}

function alignmentOf(cursor: HeaderCursor, metadata: ReadonlyMap<string, GgufValue>): number {
  const value = metadata.get('general.alignment') ?? { type: 'uint32', value: 32 };
  if (value.type !== 'uint32' || !Number.isInteger(Math.log2(value.value)) || value.value > maxAlignment) {
    throw cursor.damaged('has an alignment that is no power of two');
  }
  return value.value;
}

/** A page of the largest kind; files have 32. */
const maxAlignment = 65_536;

function readTensors(cursor: HeaderCursor, count: number, alignment: number): readonly GgufTensor[] {
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  let expectedOffset = 0;
  for (let index = 0; index < count; index++) {
    const tensor = readTensor(cursor);
    if (names.has(tensor.name)) throw cursor.damaged(`has the tensor ${quoteText(tensor.name)} twice`);
    if (tensor.offset !== expectedOffset)
      throw cursor.damaged(`puts the tensor ${quoteText(tensor.name)} in a wrong place`);
    names.add(tensor.name);
    tensors.push(tensor);
    expectedOffset = alignUp(tensor.offset + tensor.sizeBytes, alignment);
    if (expectedOffset > Number.MAX_SAFE_INTEGER) throw cursor.damaged('has tensors of an absurd size');
  }
  return tensors;
}

function readTensor(cursor: HeaderCursor): GgufTensor {
  const name = cursor.name('a tensor');
  if (name === '' || Buffer.byteLength(name) > maxTensorNameBytes) {
    throw cursor.damaged(`has a tensor with the unusable name ${quoteText(name)}`);
  }
  const dimensions = cursor.uint32();
  if (dimensions < 1 || dimensions > 4)
    throw cursor.damaged(`gives the tensor ${quoteText(name)} ${dimensions} dimensions`);
  const shape = Array.from({ length: dimensions }, () => cursor.uint64());
  const code = cursor.uint32();
  const type = ggmlTypes.get(code);
  if (type === undefined) {
    throw modelInvalid(
      cursor.path,
      `has tensors of a type that Leeward does not know (${code}, at ${quoteText(name)})`,
      'choose another quantisation of this model, or download it again',
    );
  }
  const elements = shape.reduce((product, size) => product * size, 1n);
  const blockSize = BigInt(type.elementsPerBlock);
  if (elements === 0n || (shape[0] ?? 0n) % blockSize !== 0n) {
    throw cursor.damaged(`gives the tensor ${quoteText(name)} an impossible shape`);
  }
  const sizeBytes = (elements / blockSize) * BigInt(type.bytesPerBlock);
  if (sizeBytes > maxTensorBytes) throw cursor.damaged(`gives the tensor ${quoteText(name)} an absurd size`);
  const offset = cursor.uint64();
  if (offset > maxTensorBytes) throw cursor.damaged(`puts the tensor ${quoteText(name)} in a wrong place`);
  return { name, shape: shape.map(Number), type: code, offset: Number(offset), sizeBytes: Number(sizeBytes) };
}

/** llama.cpp keeps them in 64 bytes. */
const maxTensorNameBytes = 63;

/** 64 TiB: sums of two stay exact numbers. */
const maxTensorBytes = 2n ** 46n;
