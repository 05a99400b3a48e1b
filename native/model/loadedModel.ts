import { availableParallelism, totalmem } from 'node:os';
import { type LlamaContext, type LlamaModel, NoBinaryFoundError, type Token } from 'node-llama-cpp';
import type { EngineModel } from '../../src/shared/engine.ts';
import type { CacheReport, EngineReport, GpuChoice, LoadParams } from '../../src/shared/engineProtocol.ts';
import { isCancelled, UserError } from '../../src/shared/errors.ts';
import { WrittenAnswers } from '../generation/writtenAnswers.ts';
import { Scheduler } from '../scheduling/scheduler.ts';
import { chunkTokens } from '../sequences/chunkTokens.ts';
import { goBackToStable } from '../sequences/goBackToStable.ts';
import { makeLanes, type SequenceLanes, sequencesPerLane } from '../sequences/lanes.ts';
import { stateModelKey } from '../states/stateModelKey.ts';
import { StateStore } from '../states/stateStore.ts';
import { MarkerTokens } from '../vocabulary/markerTokens.ts';
import { type TokenPieces, tokenPieces } from '../vocabulary/tokenPieces.ts';
import { VocabularyIndex } from '../vocabulary/vocabularyIndex.ts';
import type { FileIdentity } from '../window/modelParts.ts';
import { contextSize } from './contextSize.ts';
import { describeModel } from './describeModel.ts';
import { LlamaRuntime } from './llamaRuntime.ts';
import { NativeCalls } from './nativeCalls.ts';
import { type PreparedModel, prepareModel } from './prepareModel.ts';
import { Speeds } from './speeds.ts';

/** A model in memory with its context and sequences. */
export class LoadedModel {
  readonly info: EngineModel;
  readonly llamaModel: LlamaModel;
  readonly lanes: SequenceLanes;
  readonly scheduler: Scheduler;
  readonly pieces: TokenPieces;
  readonly controlTokens: ReadonlySet<string>;
  /** Made while loading: it takes a tenth of a second or more, which a keystroke must not wait for. */
  readonly vocabulary: VocabularyIndex;
  readonly speeds = new Speeds();
  readonly writtenAnswers: WrittenAnswers;
  /** What an earlier engine has evaluated; `undefined` where nothing is to be kept. */
  readonly states: StateStore | undefined;
  readonly #cache: CacheReport | undefined;
  readonly #prepared: PreparedModel;

  private constructor(parts: Parts) {
    const { model, info, prepared, lanes } = parts;
    this.info = info;
    this.llamaModel = model;
    this.lanes = lanes;
    this.scheduler = new Scheduler(parts.nativeCalls);
    this.pieces = tokenPieces(prepared.loaded.header, model);
    this.controlTokens = new Set(info.controlTokens);
    this.vocabulary = VocabularyIndex.of(this);
    this.writtenAnswers = new WrittenAnswers(this);
    this.states = parts.states;
    this.#cache = parts.cache;
    this.#prepared = prepared;
  }

  /**
   * Loads what has been prepared, or prepares it first.
   *
   * @param onProgress 0 to 1.
   * @throws what {@link prepareModel} throws; UserError `modelLoadFailed`; CancelledError.
   */
  static async load(
    params: LoadParams,
    onProgress: (progress: number) => void,
    signal: AbortSignal,
    known: KnownParts = {},
  ): Promise<LoadedModel> {
    const { nativeCalls = new NativeCalls() } = known;
    const prepared = known.prepared ?? (await prepareModel(params, () => {}, signal));
    // With all cores busy elsewhere, llama.cpp's threads wait for each other, and speed collapses.
    const threads = params.threads > 0 ? params.threads : Math.max(1, availableParallelism() - 1);
    const size = contextSize(prepared.loadedPath, prepared.loaded, params.contextSizeTokens);
    let model: LlamaModel | undefined;
    try {
      const runtime = await LlamaRuntime.of(params.gpu);
      const { llama } = runtime;
      llama.maxThreads = threads;
      const memoryBytes = llama.gpu === false ? totalmem() : (await llama.getVramState()).total;
      const perLane = sequencesPerLane(size.bytesPerSequence, memoryBytes);
      const sequences = 2 * perLane;
      model = await llama.loadModel({
        modelPath: prepared.loadedPath,
        // Told of one context with the cells of all sequences, and without a window: that is what will be taken.
        gpuLayers: llama.gpu === false ? 0 : { fitContext: { contextSize: sequences * size.cells } },
        defaultContextSwaFullCache: true,
        onLoadProgress: onProgress,
        loadSignal: signal,
      });
      const { context, cache } = await runtime.createContext(model, {
        contextSize: size.tokens,
        sequences,
        swaFullCache: false,
        batchSize: chunkTokens,
        threads,
      });
      const lanes = makeLanes(context, perLane, totalmem() / 8 / sequences);
      const statesBytes = mostStatesBytes(sequences * size.bytesPerSequence);
      const states = await openStates(known.statesDirectory, statesBytes, context, prepared.identity);
      const info = await describeModel(llama, context, params.modelPath, prepared.source, {
        ...{ threads, keptPrompts: perLane },
      });
      return new LoadedModel({ model, info, prepared, nativeCalls, cache, lanes, states });
    } catch (error) {
      await model?.dispose();
      if (isCancelled(error) || error instanceof UserError) throw error;
      if (error instanceof NoBinaryFoundError) throw noBinary(params.gpu);
      throw new UserError('modelLoadFailed', `${params.modelPath} could not be loaded: ${(error as Error).message}`);
    }
  }

  /** The id of a control token; `undefined` where the vocabulary has none with that text. */
  controlToken(text: string): Token | undefined {
    return MarkerTokens.of(this).tokenOf(text);
  }

  /** All that a person may want to know, but for the sums over all models. */
  report(): Omit<EngineReport, 'totals'> {
    return {
      model: this.info,
      loadedPath: this.#prepared.loadedPath,
      layers: this.#prepared.loaded.blockCount,
      ...(this.info.backend === 'cpu' ? {} : { offload: offloadOf(this.llamaModel) }),
      ...(this.#cache === undefined ? {} : { cache: this.#cache }),
      ...this.speeds.medians(),
    };
  }

  /** Keeps for the next engine what the sequences hold, where that pays. No request is running. */
  async saveStates(): Promise<void> {
    const { prefillTokensPerSecond } = this.speeds.medians();
    for (const { sequences } of Object.values(this.lanes)) {
      for (const sequence of sequences) {
        if (this.states === undefined) return;
        await goBackToStable(sequence);
        await this.states.save(sequence, { prefillTokensPerSecond });
      }
    }
  }

  /**
   * Lets go of what chats have evaluated, but for those that go on, and of all that is kept for the next engine.
   *
   * @throws CancelledError.
   */
  async forget(signal: AbortSignal): Promise<void> {
    const turns = this.scheduler.enter('chat', signal);
    const leases = await this.lanes.reading.leaseIdle(signal);
    // Not before: an answer that was cancelled is remembered when its request ends.
    this.writtenAnswers.clear();
    try {
      for (const { sequence } of leases) await turns.take(() => sequence.clearHistory());
    } finally {
      for (const { release } of leases) release();
    }
    await this.states?.forget();
  }

  /** Frees all memory. The caller has ended every request before. */
  async dispose(): Promise<void> {
    await this.llamaModel.dispose();
  }
}

/** What the caller of {@link LoadedModel.load} has at hand. */
interface KnownParts {
  readonly nativeCalls?: NativeCalls;
  readonly prepared?: PreparedModel;
  /** Where sequence states are kept from one engine to the next. Absent: they are not. */
  readonly statesDirectory?: string;
}

interface Parts {
  readonly model: LlamaModel;
  readonly info: EngineModel;
  readonly prepared: PreparedModel;
  readonly nativeCalls: NativeCalls;
  readonly cache: CacheReport | undefined;
  readonly lanes: SequenceLanes;
  readonly states: StateStore | undefined;
}

function offloadOf({ gpuLayers, fileInsights }: LlamaModel) {
  return { layers: Math.min(gpuLayers, fileInsights.totalLayers), ofLayers: fileInsights.totalLayers };
}

async function openStates(
  directory: string | undefined,
  maxBytes: number,
  context: LlamaContext,
  identity: readonly FileIdentity[],
): Promise<StateStore | undefined> {
  if (directory === undefined) return undefined;
  const modelKey = await stateModelKey(context, identity);
  return new StateStore({ directory, maxBytes, modelKey, log: (line) => console.error(line) });
}

/** What all sequences hold, and some of what was held before; within what a disk may be asked for. */
function mostStatesBytes(cacheBytes: number): number {
  return Math.min(2.5 * 2 ** 30, Math.max(2 ** 30, 1.1 * cacheBytes));
}

function noBinary(gpu: GpuChoice): UserError {
  return new UserError(
    'modelLoadFailed',
    `leeward.engine.gpu is "${gpu}", but this machine, or this build of Leeward, has nothing that runs it. Set it to "auto" or "cpu".`,
  );
}
