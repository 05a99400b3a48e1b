import fc from 'fast-check';
import type { GgufArray, GgufValue } from '../../native/gguf/ggufTypes.ts';
import { type GgufContents, ggufUint32, stringTable } from './ggufWriter.ts';

const numbers = (
  [
    ['uint8', fc.nat(0xff), Uint8Array],
    ['int8', fc.integer({ min: -0x80, max: 0x7f }), Int8Array],
    ['uint16', fc.nat(0xffff), Uint16Array],
    ['int16', fc.integer({ min: -0x8000, max: 0x7fff }), Int16Array],
    ['uint32', fc.nat(0xffff_ffff), Uint32Array],
    ['int32', fc.integer(), Int32Array],
    ['float32', fc.float({ noNaN: true }), Float32Array],
    ['float64', fc.double({ noNaN: true }), Float64Array],
  ] as const
).map(([type, number, Items]) => ({ type, number, Items }));

const unsigned64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const signed64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const text = fc.string({ unit: 'grapheme', maxLength: 12 });

const array: fc.Arbitrary<GgufArray> = fc.oneof(
  fc.array(text, { maxLength: 8 }).map((strings): GgufArray => ({ type: 'string', values: stringTable(strings) })),
  fc.array(fc.nat(1), { maxLength: 8 }).map((bits): GgufArray => ({ type: 'bool', values: Uint8Array.from(bits) })),
  ...numbers.map(({ type, number, Items }) =>
    fc.array(number, { maxLength: 8 }).map((values): GgufArray => ({ type, values: Items.from(values) })),
  ),
  fc
    .array(unsigned64, { maxLength: 4 })
    .map((values): GgufArray => ({ type: 'uint64', values: BigUint64Array.from(values) })),
  fc
    .array(signed64, { maxLength: 4 })
    .map((values): GgufArray => ({ type: 'int64', values: BigInt64Array.from(values) })),
);

/** A value of any type that a file may hold. */
const value: fc.Arbitrary<GgufValue> = fc.oneof(
  text.map((written): GgufValue => ({ type: 'string', value: written })),
  fc.boolean().map((written): GgufValue => ({ type: 'bool', value: written })),
  ...numbers.map(({ type, number }) => number.map((written): GgufValue => ({ type, value: written }))),
  unsigned64.map((written): GgufValue => ({ type: 'uint64', value: written })),
  signed64.map((written): GgufValue => ({ type: 'int64', value: written })),
  array.map((items): GgufValue => ({ type: 'array', items })),
);

const name = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .filter((key) => key !== 'general.alignment');

/** Any small file that the reader takes. */
export const ggufContents = fc
  .record({
    version: fc.constantFrom<2 | 3>(2, 3),
    alignment: fc.constantFrom(8, 32, 64),
    metadata: fc.uniqueArray(fc.tuple(name, value), { maxLength: 8, selector: ([key]) => key }),
    tensors: fc.uniqueArray(
      fc.tuple(name, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 1)),
      { maxLength: 5, selector: ([key]) => key },
    ),
  })
  .chain(({ version, alignment, metadata, tensors }) => {
    const data = tensors.map(([, shape, type]) => {
      const length = shape.reduce((product, size) => product * size, type === 0 ? 4 : 2);
      return fc.uint8Array({ minLength: length, maxLength: length });
    });
    return fc.tuple(...data).map((bytes) => ({
      version,
      alignment,
      metadata: [...metadata, ['general.alignment', ggufUint32(alignment)] as const],
      tensors: tensors.map(([key, shape, type], index) => ({
        name: key,
        shape,
        type,
        data: bytes[index] ?? new Uint8Array(),
      })),
    }));
  }) satisfies fc.Arbitrary<GgufContents>;
