import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getLlama, type Llama, type LlamaContextOptions, LlamaLogLevel } from 'node-llama-cpp';
import { f32 } from '../../native/gguf/ggmlTypes.ts';
import { CacheLog } from '../../native/model/cacheLog.ts';
import type { CacheReport } from '../../src/shared/engineProtocol.ts';
import { encodeGguf, type GgufContents, ggufFloat32, ggufString, ggufUint32 } from '../support/ggufWriter.ts';
import { tinyModel } from '../support/tinyModel.ts';

const shape = { layers: 4, heads: 8, kvHeads: 2, embedding: 256, contextLength: 131_072, tokenizer: 'llama' } as const;
const elementsPerCell = 2 * shape.layers * shape.kvHeads * (shape.embedding / shape.heads);
const f16Bytes = 2;
/** 32 numbers of a byte each, and their scale. */
const q8Bytes = 34 / 32;
const windowTokens = 4096;

const sizeLine = (mib: string, cells: number, layers: number, types = ['f16', 'f16'], seqs = '2/2') =>
  `llama_kv_cache: size =  ${mib} MiB ( ${cells} cells,   ${layers} layers,  ${seqs} seqs), ` +
  `K (${types[0]}):    1.00 MiB, V (${types[1]}):    1.00 MiB`;
const started = 'llama_context: constructing llama_context';

describe('CacheLog', () => {
  it('knows nothing before a context was created, and of lines that it does not know', () => {
    const log = new CacheLog();
    assert.equal(log.report(4096), undefined);
    for (const text of [
      '',
      '\n',
      `${started}\nllama_kv_cache: size = unknown`,
      'llama_memory_recurrent: size = 1 MiB',
    ]) {
      log.read(text);
      assert.equal(log.report(4096), undefined, text);
    }
  });

  it('tells sequences that share their cells from those with cells of their own', () => {
    const log = new CacheLog();
    log.read(sizeLine('64.00', 8192, 2, ['f16', 'f16'], '3/1'));
    assert.equal(log.report(4096), undefined);
    log.read(sizeLine('64.00', 8192, 2, ['f16', 'f16'], '1/1'));
    assert.equal(log.report(4096)?.sequences, 1);
  });

  it('reports the context that was created last', () => {
    const log = new CacheLog();
    log.read(`${started}\n${sizeLine('64.00', 8192, 2)}`);
    log.read(`${started}\n${sizeLine('16.00', 4096, 2)}`);
    assert.deepEqual(log.report(4096), {
      sequences: 2,
      cellsPerSequence: 4096,
      bytesPerSequence: 8 * 2 ** 20,
      fullAttentionBytesPerSequence: 8 * 2 ** 20,
      type: 'f16',
    });
    log.read(started);
    assert.equal(log.report(4096), undefined);
  });

  it('forgets the context before where it is told so, though its line about the next one is late', () => {
    const log = new CacheLog();
    log.read(`${started}\n${sizeLine('64.00', 8192, 2)}`);
    log.reset();
    assert.equal(log.report(4096), undefined);
  });

  it('adds up layers with and without a window, and names both types where they differ', () => {
    const log = new CacheLog();
    log.read(
      [started, sizeLine('6.12', 8192, 2, ['q8_0', 'f16']), sizeLine('3.25', 4352, 2, ['q8_0', 'f16'])].join('\n'),
    );
    assert.deepEqual(log.report(8192), {
      sequences: 2,
      cellsPerSequence: 8192,
      bytesPerSequence: 392 * (8192 + 4352),
      fullAttentionBytesPerSequence: 392 * 2 * 8192,
      type: 'q8_0 keys, f16 values',
    });
  });
});

/** What the library in use really logs: a version that words it otherwise is noticed here. */
describe('CacheLog, of the library in use', function () {
  this.timeout(60_000);
  let folder: string;
  let llama: Llama;
  before(async () => {
    // One for all tests: a second one in a process has its log written to stdout instead.
    llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: LlamaLogLevel.info });
    folder = await mkdtemp(join(tmpdir(), 'leeward-cache-log-'));
    await writeFile(join(folder, 'plain.gguf'), encodeGguf(tinyModel(shape)));
    await writeFile(join(folder, 'windowed.gguf'), encodeGguf(windowed([1, 1, 1, 1])));
    await writeFile(join(folder, 'mixed.gguf'), encodeGguf(windowed([1, 0, 1, 0])));
  });
  after(async () => {
    await llama.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  for (const sequences of [1, 2, 3, 4]) {
    it(`says what full attention takes, sequences: ${sequences}`, async () => {
      const report = await reportOf('plain', { contextSize: 12_288, sequences });
      const bytes = 12_288 * elementsPerCell * f16Bytes;
      assert.deepEqual(report, {
        sequences,
        cellsPerSequence: 12_288,
        bytesPerSequence: bytes,
        fullAttentionBytesPerSequence: bytes,
        type: 'f16',
      });
    });
  }

  it('says what a quantised cache takes', async () => {
    const report = await reportOf('plain', { contextSize: 12_288, ...quantized });
    assert.deepEqual([report.bytesPerSequence, report.type], [12_288 * elementsPerCell * q8Bytes, 'q8_0']);
  });

  it('is right within a hundredth of a MiB where the cache is tiny', async () => {
    const report = await reportOf('plain', { contextSize: 256, sequences: 2, ...quantized });
    const bytes = 256 * elementsPerCell * q8Bytes;
    assert.ok(
      Math.abs(report.bytesPerSequence - bytes) * 2 <= 0.01 * 2 ** 20,
      `${report.bytesPerSequence} of ${bytes}`,
    );
  });

  it('has the cells of the window and no more, whatever the context size', async () => {
    for (const contextSize of [16_384, 131_072]) {
      const report = await reportOf('windowed', { contextSize, sequences: 3 });
      assert.deepEqual(report, {
        sequences: 3,
        cellsPerSequence: 4352,
        bytesPerSequence: 4352 * elementsPerCell * f16Bytes,
        fullAttentionBytesPerSequence: contextSize * elementsPerCell * f16Bytes,
        type: 'f16',
      });
    }
  });

  it('has both where some layers have the window and others have not', async () => {
    const report = await reportOf('mixed', { contextSize: 16_384, sequences: 3 });
    assert.equal(report.cellsPerSequence, 16_384);
    assert.equal(report.bytesPerSequence, ((16_384 + 4352) * elementsPerCell * f16Bytes) / 2);
    assert.equal(report.fullAttentionBytesPerSequence, 16_384 * elementsPerCell * f16Bytes);
  });

  async function reportOf(name: string, options: LlamaContextOptions): Promise<CacheReport> {
    const log = new CacheLog();
    let lines = 0;
    llama.logger = (_level, message) => {
      lines += 1;
      log.read(message);
    };
    const model = await llama.loadModel({ modelPath: join(folder, `${name}.gguf`), gpuLayers: 0 });
    try {
      const context = await model.createContext({ batchSize: 128, threads: 1, ...options });
      // The log comes through a queue of its own.
      for (let seen = 0; lines === 0 || lines !== seen; await sleep(20)) seen = lines;
      // Collected as garbage before, it would keep the model from being disposed of.
      await context.dispose();
      return log.report(context.contextSize) ?? assert.fail('the log has no line about the cache');
    } finally {
      await model.dispose();
    }
  }
});

const quantized = {
  flashAttention: true,
  experimentalKvCacheKeyType: 'Q8_0',
  experimentalKvCacheValueType: 'Q8_0',
} as const;

/** As the windowed twin of the tiny model, with a window on the layers where `pattern` is 1. */
function windowed(pattern: readonly number[]): GgufContents {
  const { metadata, tensors } = tinyModel(shape);
  const renamed = [...metadata].map(([key, value]) => [key.replace(/^llama\./, 'granite_swa.'), value] as const);
  return {
    metadata: new Map([
      ...renamed,
      ['general.architecture', ggufString('granite_swa')],
      ['granite_swa.logit_scale', ggufFloat32(1)],
      ['granite_swa.attention.sliding_window', ggufUint32(windowTokens)],
      [
        'granite_swa.attention.sliding_window_pattern',
        { type: 'array', items: { type: 'bool', values: Uint8Array.from(pattern) } },
      ],
    ]),
    tensors: [
      ...tensors,
      ...pattern.map((_, layer) => ({
        name: `blk.${layer}.attn_sinks.weight`,
        shape: [shape.heads],
        type: f32,
        data: new Uint8Array(new Float32Array(shape.heads).fill(-1e9).buffer),
      })),
    ],
  };
}
