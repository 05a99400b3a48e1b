import { strict as assert } from 'node:assert';
import { open } from 'node:fs/promises';
import fc from 'fast-check';
import { encodeHeader } from '../../native/gguf/encodeHeader.ts';
import { headerLimits } from '../../native/gguf/headerCursor.ts';
import { parseHeader } from '../../native/gguf/parseHeader.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { ggufContents } from '../support/arbitraryGguf.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { encodeGguf, ggufString, ggufUint32 } from '../support/ggufWriter.ts';
import { tinyModel } from '../support/tinyModel.ts';

const parse = (bytes: Uint8Array) => parseHeader({ path: 'm.gguf', bytes, fileSizeBytes: 2 ** 40 });

describe('encodeHeader', () => {
  it('is undone by the reader', () => {
    fc.assert(
      fc.property(ggufContents, (written) => {
        const header = parse(encodeGguf(written));
        assert.deepEqual(parse(encodeHeader(header)), header);
      }),
    );
  });

  it('gives an unchanged header the bytes that it was read from', () => {
    fc.assert(
      fc.property(ggufContents, (written) => {
        const file = encodeGguf(written);
        const header = parse(file);
        assert.deepEqual(encodeHeader(header), file.subarray(0, header.dataOffset));
      }),
    );
  });

  it('gives the bytes of a header that another program wrote', async () => {
    const path = await ensureDefaultModel();
    const header = await readHeader(path);
    const file = await open(path, 'r');
    try {
      const { buffer } = await file.read(Buffer.alloc(header.dataOffset), 0, header.dataOffset, 0);
      assert.ok(encodeHeader(header).equals(buffer));
    } finally {
      await file.close();
    }
  });

  it('changes with what is changed, and nothing else does', () => {
    const header = parse(encodeGguf(tinyModel()));
    const metadata = new Map(header.metadata).set('llama.context_length', ggufUint32(7));
    const changed = parse(encodeHeader({ ...header, metadata }));
    assert.deepEqual(changed, { ...header, metadata });
  });

  it('refuses what no reader takes', () => {
    const piece = 'x'.repeat(headerLimits.headerBytes / 8);
    const metadata = Array.from({ length: 8 }, (_, index) => [`k${index}`, ggufString(piece)] as const);
    assert.throws(() => encodeHeader({ version: 3, metadata, tensors: [], alignment: 32 }), RangeError);
  });
});
