import type { EngineModel } from '../../src/shared/engine.ts';
import type { EngineState, LoadParams } from '../../src/shared/engineProtocol.ts';
import { BugError, isCancelled, throwIfAborted, UserError } from '../../src/shared/errors.ts';
import { findDefaultModel } from '../models/modelCache.ts';
import { LoadedModel } from './loadedModel.ts';

/** One wish for a model, and what became of it. */
interface Holding {
  readonly key: string;
  readonly loading: Promise<LoadedModel>;
  /** Aborted when another model takes its place: ends the loading and every request on it. */
  readonly replaced: AbortController;
  readonly running: Set<Promise<unknown>>;
}

/**
 * Holds the engine's one model. All windows share it: the settings that choose it belong to the machine, so a different
 * wish means that they were changed, and the latest counts.
 */
export class ModelHolder {
  readonly #onState: (state: EngineState) => void;
  #state: EngineState = { kind: 'empty' };
  #holding: Holding | undefined;
  #loads = 0;

  constructor(onState: (state: EngineState) => void) {
    this.#onState = onState;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** How often a model was loaded. */
  get loads(): number {
    return this.#loads;
  }

  /** Loads the model, or joins in where it is loaded or being loaded already. */
  async load(params: LoadParams): Promise<EngineModel> {
    const key = JSON.stringify([params.modelPath, params.contextSizeTokens, params.gpu, params.threads]);
    if (this.#holding?.key !== key) this.#replace(key, params);
    return (await (this.#holding as Holding).loading).info;
  }

  /** Runs `work` on the loaded model; aborts its signal when the model is replaced. */
  async use<Result>(
    signal: AbortSignal,
    work: (model: LoadedModel, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const holding = this.#holding;
    if (holding === undefined) throw new BugError('generate was asked before load');
    const model = await holding.loading;
    throwIfAborted(signal);
    const running = work(model, AbortSignal.any([signal, holding.replaced.signal]));
    holding.running.add(running);
    try {
      return await running;
    } finally {
      holding.running.delete(running);
    }
  }

  /** The longest running native call of the loaded model. */
  async nativeCallMs(): Promise<number> {
    if (this.#state.kind !== 'ready' || this.#holding === undefined) return 0;
    return (await this.#holding.loading).nativeCalls.longestMs();
  }

  #replace(key: string, params: LoadParams): void {
    const previous = this.#holding;
    const replaced = new AbortController();
    const loading = this.#loadAfter(previous, params, replaced.signal);
    const holding: Holding = { key, loading, replaced, running: new Set() };
    this.#holding = holding;
    loading.then(
      (model) => this.#enter(holding, { kind: 'ready', model: model.info }),
      (error: unknown) => this.#fail(holding, params, error),
    );
  }

  async #loadAfter(previous: Holding | undefined, params: LoadParams, signal: AbortSignal): Promise<LoadedModel> {
    this.#state = { kind: 'loading', modelPath: params.modelPath, progress: 0 };
    this.#onState(this.#state);
    if (previous !== undefined) await unload(previous);
    throwIfAborted(signal);
    this.#loads += 1;
    const modelPath = params.modelPath || defaultModelOrRefuse();
    return await LoadedModel.load(
      { ...params, modelPath },
      (progress) => this.#progress(params, progress, signal),
      signal,
    );
  }

  /** In whole percents: the library reports every tensor. */
  #progress(params: LoadParams, exactProgress: number, signal: AbortSignal): void {
    const progress = Math.floor(exactProgress * 100) / 100;
    if (signal.aborted || (this.#state.kind === 'loading' && this.#state.progress === progress)) return;
    this.#state = { kind: 'loading', modelPath: params.modelPath, progress };
    this.#onState(this.#state);
  }

  #fail(holding: Holding, params: LoadParams, error: unknown): void {
    if (isCancelled(error) || this.#holding !== holding) return;
    // Forgotten, so that the next wish tries again: the file may have been mended since.
    this.#holding = undefined;
    const { code, message } = error instanceof UserError ? error : new UserError('modelLoadFailed', String(error));
    this.#enter(undefined, { kind: 'failed', modelPath: params.modelPath, code, message });
  }

  #enter(holding: Holding | undefined, state: EngineState): void {
    if (this.#holding !== holding) return;
    this.#state = state;
    this.#onState(state);
  }
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
