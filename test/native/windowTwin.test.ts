import { strict as assert } from 'node:assert';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  appendFile,
  copyFile,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { readModelParts } from '../../native/window/modelParts.ts';
import { layOutTwin } from '../../native/window/twinLayout.ts';
import { verifyTwin } from '../../native/window/verifyTwin.ts';
import { type WriteTwinOptions, writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { diskIsFull, openFaulty } from '../support/faultyFile.ts';
import {
  encodeGguf,
  type GgufContents,
  ggufFloat32,
  ggufInt32s,
  ggufString,
  ggufUint32,
} from '../support/ggufWriter.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeSplit } from '../support/splitModel.ts';
import { type TinyModelOptions, tinyModel, writeTinyModel } from '../support/tinyModel.ts';

/** Of several blocks. */
const large: TinyModelOptions = { embedding: 256, layers: 2 };

describe('the windowed twin', () => {
  let folder: string;
  let source: string;
  let target: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-twin-'));
    source = join(folder, 'source.gguf');
    target = join(folder, 'target.gguf');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const writeTwin = async (options: TinyModelOptions, windowTokens = 64, write: WriteTwinOptions = {}) => {
    await writeTinyModel(source, options);
    return await writeWindowedTwin(source, target, windowTokens, write);
  };
  const assertNoTarget = async () => assert.deepEqual(await readdir(folder), ['source.gguf']);

  it('has the window, and all else that the model has', async () => {
    await writeTwin({ layers: 3, heads: 8, metadata: { 'llama.rope.freq_base': ggufFloat32(5000) } }, 77);
    const [before, after] = [await readHeader(source), await readHeader(target)];
    const added = new Map<string, GgufValue>([
      ['granite_swa.attention.sliding_window', ggufUint32(77)],
      [
        'granite_swa.attention.sliding_window_pattern',
        { type: 'array', items: { type: 'bool', values: Uint8Array.of(1, 1, 1) } },
      ],
      ['granite_swa.logit_scale', ggufFloat32(1)],
    ]);
    for (const [key, value] of after.metadata) {
      if (added.has(key)) assert.deepEqual(value, added.get(key), key);
      else if (key === 'general.architecture') assert.deepEqual(value, ggufString('granite_swa'));
      else assert.deepEqual(value, before.metadata.get(key.replace(/^granite_swa\./, 'llama.')), key);
    }
    assert.equal(after.metadata.size, before.metadata.size + added.size);
    assert.deepEqual(await tensorsOf(target), [
      ...(await tensorsOf(source)),
      ...[0, 1, 2].map((layer) => ({
        name: `blk.${layer}.attn_sinks.weight`,
        shape: [8],
        type: 0,
        data: Buffer.from(new Float32Array(8).fill(-1e9).buffer),
      })),
    ]);
  });

  it('has every tensor of any model, wherever blocks and alignments fall', async () => {
    const options = fc.record({
      layers: fc.integer({ min: 1, max: 3 }),
      heads: fc.constantFrom(2, 4),
      embedding: fc.constantFrom(16, 64, 256),
      alignment: fc.constantFrom(8, 32, 4096),
      trailing: fc.nat(100),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ alignment, trailing, ...model }) => {
        const metadata = { 'general.alignment': ggufUint32(alignment) };
        await writeFile(source, encodeGguf({ ...tinyModel({ ...model, metadata }), alignment }));
        await appendFile(source, Buffer.alloc(trailing, 7));
        const { sizeBytes, contentHash } = await writeWindowedTwin(source, target, 5);
        const [before, after] = [await tensorsOf(source), await tensorsOf(target)];
        assert.deepEqual(after.slice(0, before.length), before);
        assert.equal(after.length, before.length + model.layers);
        const { alignment: aligned, fileSizeBytes } = await readHeader(target);
        assert.deepEqual([aligned, fileSizeBytes], [alignment, sizeBytes]);
        assert.equal(contentHash, contentHashOf([await readFile(source)]));
        await rm(target);
      }),
      { numRuns: 25 },
    );
  });

  it('has every byte of a model that is large enough for threads of its own', async () => {
    const sizeBytes = await writeSparseModel(source, 6144 * 2 ** 15);
    const file = await open(source, 'r+');
    for (let position = 2 ** 20; position < sizeBytes; position += 2 ** 22)
      await file.write(randomBytes(9999), 0, 9999, position);
    await file.close();
    const { contentHash } = await writeWindowedTwin(source, target, 5);
    const [before, after] = [await readFile(source), await readFile(target)];
    assert.equal(contentHash, contentHashOf([before]));
    const [from, to] = [await readHeader(source), await readHeader(target)];
    const data = before.subarray(from.dataOffset);
    assert.ok(after.subarray(to.dataOffset, to.dataOffset + data.length).equals(data));
  });

  it('has as many sinks as its layer has heads, where they differ', async () => {
    const metadata = {
      'llama.attention.head_count': ggufInt32s([4, 2]),
      'llama.attention.head_count_kv': ggufInt32s([2, 1]),
    };
    const { tensors } = layOutTwin([await partOf({ metadata })], 9);
    assert.deepEqual(
      tensors.filter(({ name }) => name.includes('sinks')).map(({ shape }) => shape),
      [[4], [2]],
    );
  });

  it('does not begin to obey what llama.cpp ignores in a llama', async () => {
    const metadata = {
      'llama.logit_scale': ggufFloat32(3),
      'llama.residual_scale': ggufFloat32(3),
      'llama.embedding_scale': ggufFloat32(3),
      'llama.attention.scale': ggufFloat32(3),
      'llama.attention.sliding_window': ggufUint32(3),
      'granite_swa.rope.freq_base': ggufFloat32(3),
    };
    await writeTwin({ metadata });
    const twin = await readHeader(target);
    assert.deepEqual(twin.metadata.get('granite_swa.logit_scale'), ggufFloat32(1));
    assert.deepEqual(twin.metadata.get('granite_swa.attention.sliding_window'), ggufUint32(64));
    for (const name of ['residual_scale', 'embedding_scale', 'attention.scale', 'rope.freq_base']) {
      assert.equal(twin.metadata.has(`granite_swa.${name}`), false, name);
    }
  });

  it('makes one file of a split model', async () => {
    const paths = await writeSplit(folder, tinyModel({ layers: 3 }));
    await writeTinyModel(source, { layers: 3 });
    const { contentHash } = await writeWindowedTwin(paths[0], target, 64);
    await writeWindowedTwin(source, join(folder, 'whole.gguf'), 64);
    assert.ok((await readFile(target)).equals(await readFile(join(folder, 'whole.gguf'))));
    assert.equal(contentHash, contentHashOf(await Promise.all(paths.map((path) => readFile(path)))));
  });

  const refusals: readonly (readonly [what: string, options: TinyModelOptions, windowTokens: number, why: RegExp])[] = [
    ['no window', {}, 0, /at least 1 token/],
    ['half a token', {}, 1.5, /at least 1 token/],
    ['a window as long as the context', { contextLength: 512 }, 512, /whole context is 512 tokens/],
    [
      'heads that llama.cpp would abort on',
      { metadata: { 'llama.attention.value_length': ggufUint32(8), 'llama.rope.dimension_count': ggufUint32(4) } },
      64,
      /heads/,
    ],
  ];
  for (const [what, options, windowTokens, why] of refusals) {
    it(`is refused with ${what}`, async () => {
      await assert.rejects(writeTwin(options, windowTokens), { code: 'modelImportFailed', message: why });
      await assertNoTarget();
    });
  }

  it('is refused for a twin, and for other architectures', async () => {
    await writeTwin({});
    const another = join(folder, 'another.gguf');
    const failed = { code: 'modelImportFailed', message: /window of its own/ };
    await assert.rejects(writeWindowedTwin(target, another, 32), failed);
    await writeFile(source, encodeGguf(renamed(tinyModel(), 'qwen2')));
    await assert.rejects(writeWindowedTwin(source, another, 32), { message: /architecture is "qwen2", not "llama"/ });
  });

  it('is refused for tensors that the windowed architecture has no place for', async () => {
    const { metadata, tensors } = tinyModel();
    const scale = { name: 'blk.0.ffn_up.scale', shape: [1], type: 0, data: Buffer.alloc(4) };
    await writeFile(source, encodeGguf({ metadata, tensors: [...tensors, scale] }));
    await assert.rejects(writeWindowedTwin(source, target, 32), { message: /unusual tensor "blk\.0\.ffn_up\.scale"/ });
  });

  it('is refused for what is no model', async () => {
    await writeFile(source, 'text');
    await assert.rejects(writeWindowedTwin(source, target, 32), { code: 'modelInvalid' });
    await assert.rejects(writeWindowedTwin(join(folder, 'none'), target, 32), { code: 'modelMissing' });
  });

  it('never overwrites', async () => {
    await writeFile(target, 'mine');
    await assert.rejects(writeTwin({}), { code: 'EEXIST' });
    assert.equal(await readFile(target, 'utf8'), 'mine');
  });

  it('tells its progress, up to the whole', async () => {
    const seen: number[] = [];
    let total = 0;
    const onProgress = (doneBytes: number, totalBytes: number) => {
      seen.push(doneBytes);
      total = totalBytes;
    };
    await writeTwin(large, 64, { onProgress });
    assert.ok(seen.length > 3);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    assert.equal(seen.at(-1), total);
    assert.equal(total, (await readHeader(source)).fileSizeBytes);
  });

  it('is cancelled at once, and leaves nothing', async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    await assert.rejects(writeTwin(large, 64, { signal: abort.signal, onProgress }), { name: 'CancelledError' });
    await assertNoTarget();
    await assert.rejects(writeTwin(large, 64, { signal: AbortSignal.abort() }), { name: 'CancelledError' });
    await assertNoTarget();
  });

  for (const atWrite of [0, 1, 3]) {
    it(`says that the disk is full at write ${atWrite}, and leaves nothing`, async () => {
      await assert.rejects(writeTwin(large, 64, { openTarget: openFaulty(atWrite, diskIsFull) }), {
        code: 'modelImportFailed',
        message: /^The disk of .+ has no room for .+ needs \d+ bytes \(\d+ MB\)\. Free some there\.$/,
      });
      await assertNoTarget();
    });
  }

  it('asks beforehand whether there is room', async () => {
    await writeSparseModel(source, 6144 * 2 ** 31);
    const openTarget = () => assert.fail('It would have been written');
    await assert.rejects(writeWindowedTwin(source, target, 32, { openTarget }), {
      code: 'modelImportFailed',
      message: /has no room .+ needs 13\d{12} bytes/,
    });
    await assertNoTarget();
  });

  const changes: readonly (readonly [what: string, change: (path: string) => Promise<void>])[] = [
    ['is cut', (path) => truncate(path, 1_500_000)],
    ['grows', (path) => appendFile(path, 'more')],
    ['is written to', (path) => rewriteByte(path, 2_000_000)],
    ['is replaced by another one', replaceFile],
    ['is deleted', (path) => rm(path)],
  ];
  for (const [what, change] of changes) {
    it(`is refused for a file that ${what} meanwhile`, async () => {
      const openTarget = openFaulty(1, () => change(source));
      await assert.rejects(writeTwin(large, 64, { openTarget }), {
        code: 'modelImportFailed',
        message: /source\.gguf changed while it was copied/,
      });
      assert.ok(!existsSync(target));
    });
  }

  describe('read back', () => {
    it('is refused with any damage that is looked for', async () => {
      await writeTwin({ layers: 1 });
      const sound = await readFile(target);
      const parts = await readModelParts(source);
      const layout = layOutTwin(parts, 64);
      await verifyTwin(target, parts, layout);
      const { tensors, dataOffset } = await readHeader(target);
      const ends = tensors.flatMap(({ offset, sizeBytes }) => [offset, offset + sizeBytes - 1]);
      for (const position of [100, layout.sizeBytes - 1, ...ends.map((end) => dataOffset + end)]) {
        const damaged = Buffer.from(sound);
        damaged[position] = (damaged[position] ?? 0) ^ 0x55;
        await writeFile(target, damaged);
        await assert.rejects(verifyTwin(target, parts, layout), { name: 'UserError' }, `byte ${position}`);
      }
      for (const bytes of [sound.subarray(0, -1), Buffer.concat([sound, Buffer.alloc(32)])]) {
        await writeFile(target, bytes);
        await assert.rejects(verifyTwin(target, parts, layout), { name: 'UserError' }, `${bytes.length} bytes`);
      }
    });

    it('is deleted where it is not what was written', async () => {
      const openTarget = openFaulty(2, () => rewriteByte(target, 0));
      await assert.rejects(writeTwin(large, 64, { openTarget }), { name: 'UserError' });
      await assertNoTarget();
    });
  });

  const partOf = async (options: TinyModelOptions) => {
    await writeTinyModel(source, options);
    return { path: source, header: await readHeader(source) };
  };
});

async function tensorsOf(path: string) {
  const { tensors, dataOffset } = await readHeader(path);
  const bytes = await readFile(path);
  return tensors.map(({ name, shape, type, offset, sizeBytes }) => {
    const start = dataOffset + offset;
    return { name, shape, type, data: Buffer.from(bytes.subarray(start, start + sizeBytes)) };
  });
}

/** SHA-256 of the SHA-256s of each MiB. */
function contentHashOf(files: readonly Buffer[]): string {
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
  const blocks = files.flatMap((file) =>
    Array.from({ length: Math.ceil(file.length / 2 ** 20) }, (_, index) =>
      file.subarray(index * 2 ** 20, (index + 1) * 2 ** 20),
    ),
  );
  return sha256(blocks.map(sha256).join(''));
}

/** The architecture under another name. */
function renamed({ metadata, ...rest }: GgufContents, architecture: string): GgufContents {
  const entries = [...metadata].map(([key, value]): readonly [string, GgufValue] =>
    key === 'general.architecture'
      ? [key, ggufString(architecture)]
      : [key.replace(/^llama\./, `${architecture}.`), value],
  );
  return { ...rest, metadata: entries };
}

async function rewriteByte(path: string, position: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.of(1), 0, 1, position);
  await file.close();
  // Whatever the clock's step.
  await utimes(path, 1, 1);
}

/** With another file of the same size and time. */
async function replaceFile(path: string): Promise<void> {
  const { atime, mtime } = await stat(path);
  await copyFile(path, `${path}.new`);
  await utimes(`${path}.new`, atime, mtime);
  await rename(`${path}.new`, path);
}
