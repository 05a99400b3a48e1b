import type { LoadParams, LoadProgress } from '../../src/shared/engineProtocol.ts';
import { type PreparedModel, prepareModel } from './prepareModel.ts';

export type Listener = (progress: LoadProgress) => void;

interface Preparation {
  readonly model: Promise<PreparedModel>;
  readonly onProgress: Set<Listener>;
}

/** Models that are being checked and imported: windows that wish for the same one wait for the same work. */
export class ModelPreparations {
  readonly #running = new Map<string, Preparation>();

  /**
   * @param key the same for the same parameters.
   * @throws what {@link prepareModel} throws.
   */
  async prepare(key: string, params: LoadParams, onProgress: Listener): Promise<PreparedModel> {
    const preparation = this.#running.get(key) ?? this.#start(key, params);
    preparation.onProgress.add(onProgress);
    try {
      return await preparation.model;
    } finally {
      preparation.onProgress.delete(onProgress);
    }
  }

  #start(key: string, params: LoadParams): Preparation {
    const onProgress: Preparation['onProgress'] = new Set();
    let percent = -1;
    const tell = (progress: number) => {
      if (Math.floor(progress * 100) === percent) return;
      percent = Math.floor(progress * 100);
      for (const listener of onProgress) listener({ step: 'importing', progress: percent / 100 });
    };
    const model = prepareModel(params, tell, never).finally(() => this.#running.delete(key));
    const preparation = { model, onProgress };
    this.#running.set(key, preparation);
    return preparation;
  }
}

/** An import is of use whoever wished for it; it ends with the engine. */
const never = new AbortController().signal;
