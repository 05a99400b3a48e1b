import type { LlamaRuntime } from '../../native/model/llamaRuntime.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import type { ModelPair } from './modelPair.ts';

/** One sequence's cache with and without the window, in bytes as llama.cpp's log has them. */
export interface CacheBytes {
  readonly contextSizeTokens: number;
  readonly type: CacheType;
  readonly windowedCells: number;
  /** Scaled to the 32 layers of Mistral 7B. */
  readonly windowedBytes: number;
  readonly fullBytes: number;
}

export type CacheType = 'F16' | 'Q8_0';

/** Makes each context, asks what its cache takes, and drops it again. Nothing is evaluated. @param layers of the files. */
export async function measureCacheBytes(
  runtime: LlamaRuntime,
  { fullPath, windowedPath }: ModelPair,
  layers: number,
  contextSizes: readonly number[],
): Promise<readonly CacheBytes[]> {
  const scale = layersOfMistral / layers;
  const full = await measureFile(runtime, fullPath, contextSizes);
  const windowed = await measureFile(runtime, windowedPath, contextSizes);
  return full.map(({ contextSizeTokens, type, bytes }, index) => {
    const { cells = Number.NaN, bytes: windowedBytes = Number.NaN } = windowed[index] ?? {};
    return {
      contextSizeTokens,
      type,
      windowedCells: cells,
      windowedBytes: windowedBytes * scale,
      fullBytes: bytes * scale,
    };
  });
}

interface FileCache {
  readonly contextSizeTokens: number;
  readonly type: CacheType;
  readonly cells: number;
  readonly bytes: number;
}

async function measureFile(
  runtime: LlamaRuntime,
  modelPath: string,
  contextSizes: readonly number[],
): Promise<readonly FileCache[]> {
  const model = await runtime.llama.loadModel({ modelPath });
  const found: FileCache[] = [];
  for (const type of ['F16', 'Q8_0'] as const) {
    for (const contextSizeTokens of contextSizes) {
      const { context, cache } = await runtime.createContext(model, {
        contextSize: contextSizeTokens,
        batchSize: chunkTokens,
        threads: 1,
        experimentalKvCacheKeyType: type,
        experimentalKvCacheValueType: type,
        ignoreMemorySafetyChecks: true,
      });
      await context.dispose();
      if (cache?.type !== type.toLowerCase()) throw new Error(`llama.cpp did not tell the size of a ${type} cache.`);
      found.push({
        contextSizeTokens,
        type,
        cells: cache.cellsPerSequence,
        bytes: cache.bytesPerSequence,
      });
    }
  }
  await model.dispose();
  return found;
}

const layersOfMistral = 32;
