import type { LoadParams, LoadProgress } from '../../src/shared/engineProtocol.ts';
import { inWholePercents } from './inWholePercents.ts';
import { type PreparedModel, prepareModel } from './prepareModel.ts';

export type Listener = (progress: LoadProgress) => void;

interface Preparation {
  readonly model: Promise<PreparedModel>;
  readonly onProgress: Set<Listener>;
  /** Aborted: nobody wants it any more. */
  readonly abandoned: AbortController;
}

/** Models that are being checked and imported: windows that wish for the same one wait for the same work. */
export class ModelPreparations {
  readonly #running = new Map<string, Preparation>();

  /**
   * @param signal aborted: this window has gone. Once all have, the work ends.
   * @throws what {@link prepareModel} throws.
   */
  async prepare(params: LoadParams, onProgress: Listener, signal: AbortSignal): Promise<PreparedModel> {
    const key = JSON.stringify([params.modelPath, params.slidingWindow]);
    const preparation = this.#running.get(key) ?? this.#start(key, params);
    const leave = () => {
      preparation.onProgress.delete(onProgress);
      setTimeout(() => this.#abandon(key, preparation), returnMs).unref();
    };
    preparation.onProgress.add(onProgress);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await preparation.model;
    } finally {
      signal.removeEventListener('abort', leave);
      preparation.onProgress.delete(onProgress);
    }
  }

  #start(key: string, params: LoadParams): Preparation {
    const onProgress: Preparation['onProgress'] = new Set();
    const abandoned = new AbortController();
    const tell = inWholePercents((progress) => {
      for (const listener of onProgress) listener({ step: 'importing', progress });
    });
    const model = prepareModel(params, tell, abandoned.signal).finally(() => this.#forget(key, preparation));
    const preparation: Preparation = { model, onProgress, abandoned };
    this.#running.set(key, preparation);
    return preparation;
  }

  #abandon(key: string, preparation: Preparation): void {
    if (preparation.onProgress.size > 0) return;
    // Whoever comes now begins anew.
    this.#forget(key, preparation);
    preparation.abandoned.abort();
  }

  #forget(key: string, preparation: Preparation): void {
    if (this.#running.get(key) === preparation) this.#running.delete(key);
  }
}

/** A window that reloads comes back within this time. */
const returnMs = 5_000;
