import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { LlamaRuntime } from '../../native/model/llamaRuntime.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import type { GpuChoice } from '../../src/shared/engineProtocol.ts';
import { forcedLogProbabilities, nextLogProbabilities } from '../support/nextLogProbabilities.ts';
import { greatestDifference } from '../support/referenceMath.ts';
import { ReferenceSequence } from '../support/referenceSequence.ts';
import { randomTokens, type TinyMistral, windowTokens, writeTinyMistral } from '../support/tinyMistral.ts';

/** Log-probabilities by position, then by token. */
type Table = readonly Float64Array[];

interface CacheOptions {
  readonly type: 'F32' | 'F16';
  readonly flashAttention: boolean;
  /** The most log-probabilities may differ. */
  readonly limit: number;
}

/** Other backends round the products of matrices, too. */
const backend = (process.env['LEEWARD_TEST_BACKEND'] ?? 'cpu') as GpuChoice;

/** Flash attention rounds its keys and values to f16 whatever the cache has, so only the plain kernels are held to f32. */
const caches: readonly CacheOptions[] = [
  { type: 'F32', flashAttention: false, limit: backend === 'cpu' ? 1e-3 : 5e-2 },
  { type: 'F16', flashAttention: false, limit: 5e-2 },
  { type: 'F16', flashAttention: true, limit: 5e-2 },
];
const chunks = [1, 7, windowTokens - 1, windowTokens, windowTokens + 1, 512];
const tokenCount = 1_216;

describe('the sliding window, against the equations of the paper in float64', function () {
  this.timeout(120_000);
  let folder: string;
  let mistral: TinyMistral;
  let plain: LlamaModel;
  let windowed: LlamaModel;
  let tokens: Token[];
  let expected: Table;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-exactness-'));
    mistral = await writeTinyMistral(folder);
    const { llama } = await LlamaRuntime.of(backend);
    plain = await llama.loadModel({ modelPath: mistral.plainPath });
    windowed = await llama.loadModel({ modelPath: mistral.windowedPath });
    tokens = randomTokens(mistral.reference, tokenCount, 5);
    expected = reference(windowTokens);
  });
  after(async () => {
    await plain.dispose();
    await windowed.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('is computed where it is to be', () => {
    assert.equal(plain.llama.gpu === false ? 'cpu' : plain.llama.gpu, backend);
    assert.equal(plain.gpuLayers > 0 && windowed.gpuLayers > 0, backend !== 'cpu');
  });

  it('is read from the windowed file, and is not in the plain one', () => {
    assert.equal(windowed.fileInsights.swaSize, windowTokens);
    assert.equal(plain.fileInsights.swaSize, undefined);
  });

  for (const cache of caches) {
    describe(`${cache.type} cache, flash attention ${cache.flashAttention ? 'on' : 'off'}`, () => {
      for (const chunk of chunks) {
        it(`chunks of ${chunk}`, async () => {
          for (const batchSize of new Set([chunk, chunkTokens])) {
            assertWithin(cache.limit, await evaluate(windowed, cache, batchSize, chunk), `batches of ${batchSize}`);
          }
        });
      }

      it('token by token, as text is decoded', async () => {
        const context = await createContext(windowed, cache, chunkTokens);
        try {
          assertWithin(cache.limit, await forcedLogProbabilities(context.getSequence(), tokens));
        } finally {
          await context.dispose();
        }
      });
    });
  }

  const [exact] = caches as [CacheOptions];

  it('matters: without it the file is another model past the window, and the same one inside', async () => {
    const found = await evaluate(plain, exact, chunkTokens, chunkTokens);
    assert.ok(differences(found, expected, 0, windowTokens) <= exact.limit);
    const past = differences(found, expected, windowTokens, tokenCount);
    assert.ok(past > 1, `differs by ${past}`);
  });

  it('is exactly as wide as it says', async () => {
    const found = await evaluate(windowed, exact, chunkTokens, chunkTokens);
    for (const other of [windowTokens - 1, windowTokens + 1]) {
      const past = differences(found, reference(other), windowTokens, tokenCount);
      assert.ok(past > 1, `a window of ${other} differs by ${past}`);
    }
  });

  it('has a reference that is right without a window, too', async () => {
    const count = 10 * windowTokens;
    const found = await evaluate(plain, exact, chunkTokens, chunkTokens);
    assert.ok(differences(found, reference(Number.POSITIVE_INFINITY, count), 0, count) <= exact.limit);
  });

  function reference(width: number, count = tokenCount): Table {
    const sequence = new ReferenceSequence(mistral.reference, width);
    sequence.become(tokens.slice(0, count));
    return Array.from({ length: count }, (_, position) => sequence.logProbabilities(position));
  }

  async function evaluate(
    model: LlamaModel,
    cache: CacheOptions,
    batchSize: number,
    chunk: number,
  ): Promise<Float64Array[]> {
    const context = await createContext(model, cache, batchSize);
    try {
      const sequence = context.getSequence();
      const found: Float64Array[] = [];
      for (let start = 0; start < tokens.length; start += chunk) {
        found.push(...(await nextLogProbabilities(sequence, tokens.slice(start, start + chunk))));
      }
      return found;
    } finally {
      await context.dispose();
    }
  }

  function assertWithin(limit: number, found: Table, how = 'one by one'): void {
    assert.equal(found.length, tokenCount);
    const inside = differences(found, expected, 0, windowTokens);
    const past = differences(found, expected, windowTokens, tokenCount);
    assert.ok(Math.max(inside, past) <= limit, `${how}: differs by ${inside} inside the window and by ${past} past it`);
  }
});

function createContext(model: LlamaModel, { type, flashAttention }: CacheOptions, batchSize: number) {
  return model.createContext({
    contextSize: 16_384,
    batchSize,
    threads: 1,
    flashAttention,
    experimentalKvCacheKeyType: type,
    experimentalKvCacheValueType: type,
  });
}

/** The greatest at the positions `start` to `end` - 1, over the whole vocabulary. */
function differences(found: Table, expected: Table, start: number, end: number): number {
  const each = found
    .slice(start, end)
    .map((row, index) => greatestDifference(row, expected[start + index] as Float64Array));
  return Math.max(...each);
}
