import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  getLlama,
  type Llama,
  type LlamaContext,
  type LlamaContextOptions,
  LlamaLogLevel,
  type LlamaModel,
} from 'node-llama-cpp';
import type { CacheReport, GpuChoice } from '../../src/shared/engineProtocol.ts';
import { CacheLog } from './cacheLog.ts';

/**
 * llama.cpp in this process. It is never disposed of, only models are: a second instance after that would get no log, since
 * the library's old logger takes the new one with it when it goes.
 */
export class LlamaRuntime {
  static readonly #byGpu = new Map<GpuChoice, Promise<LlamaRuntime>>();

  readonly llama: Llama;
  readonly #cacheLog: CacheLog;

  private constructor(llama: Llama, cacheLog: CacheLog) {
    this.llama = llama;
    this.#cacheLog = cacheLog;
  }

  /** @throws NoBinaryFoundError. */
  static of(gpu: GpuChoice): Promise<LlamaRuntime> {
    const found = LlamaRuntime.#byGpu.get(gpu);
    if (found !== undefined) return found;
    const started = start(gpu).then(({ llama, cacheLog }) => new LlamaRuntime(llama, cacheLog));
    LlamaRuntime.#byGpu.set(gpu, started);
    started.catch(() => LlamaRuntime.#byGpu.delete(gpu));
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

async function start(gpu: GpuChoice): Promise<{ readonly llama: Llama; readonly cacheLog: CacheLog }> {
  const cacheLog = new CacheLog();
  const llama = await getLlama({
    gpu: gpu === 'cpu' ? false : gpu,
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
