import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { HeaderContinues } from '../../native/gguf/headerCursor.ts';
import { parseHeader } from '../../native/gguf/parseHeader.ts';
import { UserError } from '../../src/shared/errors.ts';
import { ggufContents as contents } from '../support/arbitraryGguf.ts';
import { encodeGguf, type GgufContents, ggufUint32, stringTable } from '../support/ggufWriter.ts';
import { mutateHeader } from '../support/mutateHeader.ts';
import { tinyModel } from '../support/tinyModel.ts';

const parse = (bytes: Uint8Array, fileSizeBytes = bytes.length) =>
  parseHeader({ path: 'm.gguf', bytes, fileSizeBytes });

describe('parseHeader', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(contents, (written) => {
        const header = parse(encodeGguf(written));
        assert.equal(header.version, written.version);
        assert.equal(header.alignment, written.alignment);
        assert.equal(header.dataOffset % header.alignment, 0);
        assert.deepEqual([...header.metadata].map(plain), [...written.metadata].map(plain));
        assert.deepEqual(
          header.tensors.map(({ name, shape, type, sizeBytes }) => ({ name, shape, type, sizeBytes })),
          written.tensors.map(({ name, shape, type, data }) => ({ name, shape, type, sizeBytes: data.length })),
        );
      }),
    );
  });

  it('finds each tensor where it was written', () => {
    fc.assert(
      fc.property(contents, (written) => {
        const file = encodeGguf(written);
        const { tensors, dataOffset } = parse(file);
        for (const [index, { offset, sizeBytes }] of tensors.entries()) {
          const found = file.subarray(dataOffset + offset, dataOffset + offset + sizeBytes);
          assert.deepEqual(new Uint8Array(found), new Uint8Array(written.tensors[index]?.data ?? []));
        }
      }),
    );
  });

  it('asks for more wherever the bytes end before the header does', () => {
    const file = encodeGguf(tinyModel());
    const { dataOffset } = parse(file);
    for (let end = 4; end < dataOffset - 32; end += 37) {
      assert.throws(
        () => parse(file.subarray(0, end), file.length),
        (error) => error instanceof HeaderContinues && error.neededBytes > end && error.neededBytes <= dataOffset,
      );
    }
  });

  it('calls a file cut off wherever it ends before the header does', () => {
    const file = encodeGguf(tinyModel());
    const { dataOffset } = parse(file);
    for (let end = 4; end < dataOffset - 32; end += 37) {
      assert.throws(() => parse(file.subarray(0, end)), {
        code: 'modelInvalid',
        message: `m.gguf is cut off in its header (the file ends after ${end} bytes): download it again.`,
      });
    }
  });

  it('says how many bytes of the data are missing', () => {
    const file = encodeGguf(tinyModel());
    assert.throws(() => parse(file.subarray(0, file.length - 1000)), {
      message: `m.gguf is cut off (1000 of ${file.length} bytes are missing): download it again.`,
    });
  });

  it('takes any bytes for a header or refuses them', () => {
    const sound = encodeGguf(tinyModel({ words: [] }));
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.uint8Array({ minLength: 1, maxLength: 9 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(damage, (places) => {
        const bytes = Buffer.from(sound);
        for (const [position, replacement] of places)
          bytes.set(replacement.subarray(0, bytes.length - position), position);
        assertTakenOrRefused(bytes);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        assertTakenOrRefused(Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), bytes])),
      ),
    );
  });

  it('allocates nothing for items that the file is too short for', () => {
    const [key, items] = ['k', { type: 'string', values: stringTable([]) } as const];
    const bytes = encodeGguf({ metadata: [[key, { type: 'array', items }]], tensors: [] });
    const lengthAt = 4 + 4 + 8 + 8 + 8 + key.length + 4 + 4;
    bytes.writeBigUInt64LE(16_000_000n, lengthAt);
    assert.throws(() => parse(bytes), { code: 'modelInvalid' });
    bytes.writeBigUInt64LE(2n ** 63n, lengthAt);
    assert.throws(() => parse(bytes, 2 ** 40), /claims 9223372036854775808 items/);
  });

  const refused: readonly (readonly [why: string, change: Partial<GgufContents>, message: RegExp])[] = [
    ['a big-endian file', { version: 0x0300_0000 as 3 }, /big-endian/],
    ['version 1', { version: 1 as 2 }, /version 1.*newer file/],
    ['version 4', { version: 4 as 3 }, /version 4.*update Leeward/],
    [
      'the same key twice',
      {
        metadata: [
          ['a', ggufUint32(1)],
          ['a', ggufUint32(2)],
        ],
      },
      /"a" twice/,
    ],
    ['a key without a name', { metadata: [['', ggufUint32(1)]] }, /without a name/],
    ['an odd alignment', { metadata: [['general.alignment', ggufUint32(12)]] }, /alignment/],
    ['the same tensor twice', { tensors: [tensor('t', [8]), tensor('t', [8])] }, /"t" twice/],
    ['a nameless tensor', { tensors: [tensor('', [8])] }, /unusable name/],
    ['a tensor name of 64 bytes', { tensors: [tensor('t'.repeat(64), [8])] }, /unusable name/],
    ['five dimensions', { tensors: [tensor('t', [1, 1, 1, 1, 1])] }, /5 dimensions/],
    ['an empty tensor', { tensors: [tensor('t', [0])] }, /impossible shape/],
    ['a row that is no whole number of blocks', { tensors: [{ ...tensor('t', [33]), type: 2 }] }, /impossible shape/],
    ['an unknown tensor type', { tensors: [{ ...tensor('t', [8]), type: 4 }] }, /does not know \(4/],
    ['an overflowing shape', { tensors: [tensor('t', [2 ** 50, 2 ** 50])] }, /absurd size/],
    [
      'overlapping tensors',
      { tensors: [{ ...tensor('t', [16]), data: new Uint8Array(32) }, tensor('u', [8])] },
      /wrong place/,
    ],
  ];
  for (const [why, change, message] of refused) {
    it(`refuses ${why}`, () => {
      const bytes = encodeGguf({ metadata: [], tensors: [], ...change });
      assert.throws(
        () => parse(bytes, 2 ** 60),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  }

  it('takes or refuses each of 210 mutations', () => {
    for (const { bytes } of mutateHeader(encodeGguf(tinyModel()), 30, 7)) assertTakenOrRefused(bytes);
  });
});

/** The bytes are a header, or there is one sentence that says why not. */
function assertTakenOrRefused(bytes: Uint8Array): void {
  try {
    parse(bytes);
  } catch (error) {
    assert.ok(error instanceof UserError && error.code === 'modelInvalid', String(error));
    assert.match(error.message, /^m\.gguf [^\n]+: [^\n]+\.$/);
  }
}

function tensor(name: string, shape: readonly number[]) {
  const elements = shape.reduce((product, size) => product * size, 1);
  return { name, shape, type: 0, data: new Uint8Array(elements < 1000 ? 4 * elements : 0) };
}

/** With arrays of strings decoded, for comparison. */
function plain([key, value]: readonly [string, GgufValue]) {
  return [key, value.type === 'array' ? { type: value.items.type, items: [...value.items.values] } : value];
}
