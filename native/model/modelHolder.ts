import type { LoadParams, LoadResult, PingResult } from '../../src/shared/engineProtocol.ts';
import { isCancelled, throwIfAborted, UserError } from '../../src/shared/errors.ts';
import { findDefaultModel } from '../models/modelCache.ts';
import { fileIdentity } from '../window/modelParts.ts';
import { inWholePercents } from './inWholePercents.ts';
import { LoadedModel } from './loadedModel.ts';
import { type Listener, ModelPreparations } from './modelPreparations.ts';
import { NativeCalls } from './nativeCalls.ts';
import type { PreparedModel } from './prepareModel.ts';

/** What has to be the same for a model to be shared. */
interface ModelKey {
  readonly settings: string;
  /** Tells the file from one that was put in its place since. `undefined`: it can't be seen now. */
  readonly content: string | undefined;
}

/** One wish for a model, and what became of it. */
interface Holding {
  readonly id: number;
  readonly key: ModelKey;
  readonly loading: Promise<LoadedModel>;
  /** Aborted when another model takes its place: ends the loading and every request on it. */
  readonly replaced: AbortController;
  readonly running: Set<Promise<unknown>>;
  readonly onProgress: Set<Listener>;
  /** Number of the latest wish for it. */
  wish: number;
}

/**
 * Holds the engine's one model. Windows with the same settings share it. Where one asks for another model, that one
 * takes its place, since two may not fit into memory, and the others are told so by their next request.
 */
export class ModelHolder {
  readonly #statesDirectory: string;
  readonly #calls = new NativeCalls();
  /** Apart from the others, since one of its steps may take far longer. */
  readonly #loadSteps = new NativeCalls();
  readonly #preparations = new ModelPreparations();
  #holding: Holding | undefined;
  #loads = 0;
  #wishes = 0;

  /** @param statesDirectory where sequence states are kept from one engine to the next. */
  constructor(statesDirectory: string) {
    this.#statesDirectory = statesDirectory;
  }

  /** For telling a busy engine from a hung one. */
  get signOfLife(): PingResult {
    const step = this.#loadSteps.oldest;
    return { runningCall: this.#calls.oldest || step, isLoading: step !== 0 };
  }

  /** How often a model was loaded. */
  get loads(): number {
    return this.#loads;
  }

  /**
   * Loads the model, or joins in where it is loaded or being loaded already.
   *
   * @param signal aborted: who wishes for it has gone.
   * @throws what {@link LoadedModel.load} throws; UserError `modelMissing`, `modelReplaced`.
   */
  async load(params: LoadParams, onProgress: Listener, signal: AbortSignal): Promise<LoadResult> {
    const number = ++this.#wishes;
    const modelPath = params.modelPath || defaultModelOrRefuse();
    const wished = { ...params, modelPath };
    const { contextSizeTokens, slidingWindow, gpu, threads } = params;
    const settings = JSON.stringify([modelPath, contextSizeTokens, slidingWindow, gpu, threads]);
    const key = { settings, content: await contentOf(modelPath) };
    const holding =
      this.#held(key) ??
      (await this.#replace(key, number, () => this.#preparations.prepare(wished, onProgress, signal), wished));
    holding.wish = Math.max(holding.wish, number);
    holding.onProgress.add(onProgress);
    try {
      const { info } = await holding.loading;
      return { loadId: holding.id, model: info };
    } catch (error) {
      throw isCancelled(error) ? modelReplaced() : error;
    } finally {
      holding.onProgress.delete(onProgress);
    }
  }

  /**
   * Runs `work` on the model that `load` gave the id for; its signal is aborted when the model is replaced.
   *
   * @throws UserError `modelReplaced` where another model has taken its place; what `work` throws.
   */
  async use<Result>(
    loadId: number,
    signal: AbortSignal,
    work: (model: LoadedModel, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const holding = this.#holding;
    if (holding?.id !== loadId) throw modelReplaced();
    const model = await holding.loading;
    throwIfAborted(signal);
    const running = work(model, AbortSignal.any([signal, holding.replaced.signal]));
    holding.running.add(running);
    try {
      return await running;
    } catch (error) {
      throw isCancelled(error) && holding.replaced.signal.aborted ? modelReplaced() : error;
    } finally {
      holding.running.delete(running);
    }
  }

  /** Keeps what has been evaluated for the next engine. Nobody asks for anything any more. */
  async end(): Promise<void> {
    const holding = this.#holding;
    this.#holding = undefined;
    if (holding === undefined) return;
    // One that was cancelled when its window went may still be in a native call.
    await Promise.allSettled(holding.running);
    const model = await holding.loading.catch(() => undefined);
    await model?.saveStates();
  }

  #held({ settings, content }: ModelKey): Holding | undefined {
    const { key } = this.#holding ?? {};
    const isSame = key?.settings === settings && (content === undefined || content === key.content);
    return isSame ? this.#holding : undefined;
  }

  /** A file that can't be loaded takes nobody's model, and importing one takes it late: it is prepared first. */
  async #replace(
    key: ModelKey,
    wish: number,
    prepare: () => Promise<PreparedModel>,
    params: LoadParams,
  ): Promise<Holding> {
    const prepared = await prepare();
    // Another window may have asked for the same meanwhile.
    const held = this.#held(key);
    if (held !== undefined) return held;
    // The latest wish wins, however long an import took.
    if (this.#holding !== undefined && this.#holding.wish > wish) throw modelReplaced();
    const replaced = new AbortController();
    const onProgress: Holding['onProgress'] = new Set();
    const loading = this.#loadAfter(this.#holding, params, prepared, onProgress, replaced.signal);
    const holding: Holding = { id: ++this.#loads, key, loading, replaced, running: new Set(), onProgress, wish };
    this.#holding = holding;
    loading.catch(() => {
      // Forgotten, so that the next wish tries again: the file may have been mended since.
      if (this.#holding === holding) this.#holding = undefined;
    });
    return holding;
  }

  async #loadAfter(
    previous: Holding | undefined,
    params: LoadParams,
    prepared: PreparedModel,
    listeners: ReadonlySet<Listener>,
    signal: AbortSignal,
  ): Promise<LoadedModel> {
    if (previous !== undefined) await this.#loadSteps.run(() => unload(previous));
    throwIfAborted(signal);
    return await this.#loadSteps.run((onStep) => {
      const tell = inWholePercents((progress) => {
        for (const listener of listeners) listener({ step: 'loading', progress });
      });
      const onProgress = (progress: number) => {
        onStep();
        tell(progress);
      };
      const known = { nativeCalls: this.#calls, prepared, statesDirectory: this.#statesDirectory };
      return LoadedModel.load(params, onProgress, signal, known);
    });
  }
}

/** Of a split model, of its first file. */
async function contentOf(modelPath: string): Promise<string | undefined> {
  try {
    const { sizeBytes, modifiedNs } = await fileIdentity(modelPath);
    return `${sizeBytes} ${modifiedNs}`;
  } catch {
    return undefined;
  }
}

function modelReplaced(): UserError {
  return new UserError(
    'modelReplaced',
    'Another VS Code window has loaded another model into the engine, which holds one at a time. Run "Leeward: Restart Engine" here to have this window\'s model back.',
  );
}

function defaultModelOrRefuse(): string {
  const path = findDefaultModel();
  if (path !== undefined) return path;
  throw new UserError(
    'modelMissing',
    'Leeward has no model yet. Download the default model (98 MB, once), or choose a GGUF file of your own.',
  );
}

/** Ends what runs on a model and frees it. */
async function unload(holding: Holding): Promise<void> {
  holding.replaced.abort();
  await Promise.allSettled(holding.running);
  const [loaded] = await Promise.allSettled([holding.loading]);
  if (loaded.status === 'fulfilled') await loaded.value.dispose();
}
