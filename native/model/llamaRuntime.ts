import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  getLlama,
  getLlamaGpuTypes,
  type Llama,
  type LlamaContext,
  type LlamaContextOptions,
  type LlamaGpuType,
  LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
} from 'node-llama-cpp';
import type { CacheReport, GpuChoice } from '../../src/shared/engineProtocol.ts';
import { CacheLog } from './cacheLog.ts';

/**
 * llama.cpp in this process. It is never disposed of, only models are: a second instance after that would get no log, since
 * the library's old logger takes the new one with it when it goes.
 */
export class LlamaRuntime {
  static readonly #byType = new Map<LlamaGpuType, Promise<LlamaRuntime>>();

  readonly llama: Llama;
  readonly #cacheLog: CacheLog;

  private constructor(llama: Llama, cacheLog: CacheLog) {
    this.llama = llama;
    this.#cacheLog = cacheLog;
  }

  /** @throws NoBinaryFoundError. */
  static async of(gpu: GpuChoice): Promise<LlamaRuntime> {
    // `auto` is resolved here: as a choice of its own it would start a library twice, and the second one has no log.
    const types: readonly LlamaGpuType[] =
      gpu === 'auto' ? await getLlamaGpuTypes('supported') : [gpu === 'cpu' ? false : gpu];
    for (const type of types.slice(0, -1)) {
      try {
        return await LlamaRuntime.#get(type);
      } catch (error) {
        if (!(error instanceof NoBinaryFoundError)) throw error;
      }
    }
    return await LlamaRuntime.#get(types.at(-1) ?? false);
  }

  static #get(type: LlamaGpuType): Promise<LlamaRuntime> {
    const found = LlamaRuntime.#byType.get(type);
    if (found !== undefined) return found;
    const started = start(type).then(({ llama, cacheLog }) => new LlamaRuntime(llama, cacheLog));
    LlamaRuntime.#byType.set(type, started);
    started.catch(() => LlamaRuntime.#byType.delete(type));
    return started;
  }

  /** A context, and what llama.cpp says of its cache. One at a time: the log does not tell them apart. */
  async createContext(
    model: LlamaModel,
    options: LlamaContextOptions,
  ): Promise<{ readonly context: LlamaContext; readonly cache: CacheReport | undefined }> {
    this.#cacheLog.reset();
    this.llama.logLevel = LlamaLogLevel.info;
    try {
      const context = await model.createContext(options);
      const report = () => this.#cacheLog.report(context.contextSize);
      // Some lines arrive later than the context.
      for (let turn = 0; report() === undefined && turn < maxTurns; turn++) await nextTurn();
      return { context, cache: report() };
    } finally {
      this.llama.logLevel = LlamaLogLevel.warn;
    }
  }
}

const maxTurns = 100;

async function start(gpu: LlamaGpuType): Promise<{ readonly llama: Llama; readonly cacheLog: CacheLog }> {
  const cacheLog = new CacheLog();
  const llama = await getLlama({
    gpu,
    build: 'never',
    logLevel: LlamaLogLevel.warn,
    logger: (level, message) => {
      cacheLog.read(message);
      if (printedLevels.has(level)) console.error(`llama.cpp ${level}: ${message.trim()}`);
    },
  });
  return { llama, cacheLog };
}

/** What llama.cpp tells beside is read for its figures only. */
const printedLevels: ReadonlySet<LlamaLogLevel> = new Set([
  LlamaLogLevel.fatal,
  LlamaLogLevel.error,
  LlamaLogLevel.warn,
]);
