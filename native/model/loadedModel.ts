import { availableParallelism } from 'node:os';
import {
  getLlama,
  type Llama,
  type LlamaContext,
  LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
  type Token,
} from 'node-llama-cpp';
import type { EngineModel } from '../../src/shared/engine.ts';
import type { GpuChoice, LoadParams } from '../../src/shared/engineProtocol.ts';
import { isCancelled, UserError } from '../../src/shared/errors.ts';
import { chunkTokens } from '../generation/prefill.ts';
import { checkModelFile, type ModelFileSummary } from '../gguf/checkModelFile.ts';
import { prioritizeBatch } from '../sequences/prioritizeBatch.ts';
import { SequencePool } from '../sequences/sequencePool.ts';
import { type TokenPieces, tokenPieces } from '../vocabulary/tokenPieces.ts';
import { VocabularyIndex } from '../vocabulary/vocabularyIndex.ts';
import { modelName } from './modelName.ts';
import { NativeCalls } from './nativeCalls.ts';

/** A model in memory with its context and sequences. */
export class LoadedModel {
  readonly info: EngineModel;
  readonly llamaModel: LlamaModel;
  readonly sequences: SequencePool;
  readonly pieces: TokenPieces;
  readonly controlTokens: ReadonlySet<string>;
  /** Made while loading: it takes a tenth of a second or more, which a keystroke must not wait for. */
  readonly vocabulary: VocabularyIndex;
  readonly nativeCalls: NativeCalls;
  readonly #llama: Llama;

  private constructor(
    llama: Llama,
    context: LlamaContext,
    info: EngineModel,
    file: ModelFileSummary,
    nativeCalls: NativeCalls,
  ) {
    this.#llama = llama;
    this.nativeCalls = nativeCalls;
    this.info = info;
    this.llamaModel = context.model;
    this.pieces = tokenPieces(file.header, context.model);
    this.vocabulary = VocabularyIndex.of(this.pieces);
    this.controlTokens = new Set(info.controlTokens);
    const sequences = Array.from({ length: sequenceCount }, () => context.getSequence());
    this.sequences = new SequencePool(sequences);
  }

  /**
   * Checks the file in TypeScript before anything native sees it, then loads it.
   *
   * @param onProgress 0 to 1.
   * @param known what the caller has at hand: a checked file is not checked again.
   * @throws UserError `modelMissing`, `modelInvalid`, `modelLoadFailed`; CancelledError.
   */
  static async load(
    params: LoadParams,
    onProgress: (progress: number) => void,
    signal: AbortSignal,
    known: { readonly nativeCalls?: NativeCalls; readonly file?: ModelFileSummary } = {},
  ): Promise<LoadedModel> {
    const { nativeCalls = new NativeCalls(), file = await checkModelFile(params.modelPath) } = known;
    const threads = params.threads > 0 ? params.threads : Math.max(1, availableParallelism() - 1);
    const contextSizeTokens = Math.min(params.contextSizeTokens, file.trainedContextTokens);
    let llama: Llama | undefined;
    try {
      llama = await startLlama(params.gpu, threads);
      const model = await llama.loadModel({
        modelPath: params.modelPath,
        gpuLayers: llama.gpu === false ? 0 : { fitContext: { contextSize: contextSizeTokens } },
        onLoadProgress: onProgress,
        loadSignal: signal,
      });
      const context = await model.createContext({
        contextSize: contextSizeTokens,
        sequences: sequenceCount,
        batchSize: chunkTokens,
        threads,
        batching: { itemPrioritizationStrategy: prioritizeBatch },
      });
      return new LoadedModel(
        llama,
        context,
        await describe(llama, context, params.modelPath, file, threads),
        file,
        nativeCalls,
      );
    } catch (error) {
      await llama?.dispose();
      if (isCancelled(error) || error instanceof UserError) throw error;
      if (error instanceof NoBinaryFoundError) throw noBinary(params.gpu);
      throw new UserError('modelLoadFailed', `${params.modelPath} could not be loaded: ${(error as Error).message}`);
    }
  }

  /** The id of a control token; `undefined` where the vocabulary has none with that text. */
  controlToken(text: string): Token | undefined {
    return this.controlTokens.has(text) ? this.llamaModel.tokenize(text, true)[0] : undefined;
  }

  /** Frees all memory. The caller has ended every request before. */
  async dispose(): Promise<void> {
    await this.#llama.dispose();
  }
}

function noBinary(gpu: GpuChoice): UserError {
  return new UserError(
    'modelLoadFailed',
    `leeward.engine.gpu is "${gpu}", but this machine, or this build of Leeward, has nothing that runs it. Set it to "auto" or "cpu".`,
  );
}

/** Two windows can type in turn without evicting each other's cache; each sequence costs a whole KV cache. */
const sequenceCount = 2;

function startLlama(gpu: GpuChoice, threads: number): Promise<Llama> {
  return getLlama({
    gpu: gpu === 'cpu' ? false : gpu,
    build: 'never',
    maxThreads: threads,
    logLevel: LlamaLogLevel.warn,
    logger: (level, message) => console.error(`llama.cpp ${level}: ${message.trim()}`),
  });
}

async function describe(
  llama: Llama,
  context: LlamaContext,
  path: string,
  file: ModelFileSummary,
  threads: number,
): Promise<EngineModel> {
  const gpu = context.model.gpuLayers > 0 ? llama.gpu : false;
  return {
    name: modelName(path, file.name),
    title: file.name,
    path,
    sizeBytes: file.sizeBytes,
    architecture: file.architecture,
    contextSizeTokens: context.contextSize,
    backend: gpu === false ? 'cpu' : gpu,
    deviceNames: gpu === false ? [] : await llama.getGpuDeviceNames(),
    threads,
    controlTokens: file.controlTokens,
    chatTemplate: file.chatTemplate,
  };
}
