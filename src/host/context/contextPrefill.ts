import type { Place } from '../../core/completion/place.ts';
import { warmUpRequest } from '../../core/completion/warmUp.ts';
import type { RepoContext } from '../../core/context/snippet.ts';
import type { Engine, EngineModel, GenerateCounts } from '../../shared/engine.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';

export interface ContextPrefillDeps {
  readonly engine: Pick<Engine, 'generate'>;
  /** The loaded model. Absent: the engine does not run, and is not started for this. */
  readonly model: () => EngineModel | undefined;
  /** What evaluating a context has cost: it says how fast the loaded model reads. */
  readonly onCounts: (counts: GenerateCounts) => void;
  /** Told of failures that are nobody's fault but ours. */
  readonly onBug: (error: unknown) => void;
}

/** Evaluates a new context in the background, so that the next keystroke finds it in the cache. */
export class ContextPrefill {
  readonly #deps: ContextPrefillDeps;
  #running = new AbortController();
  /** Evaluated already: the model, the document and its snippets. */
  #warm = '';
  /** Documents. */
  readonly #begun = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: ContextPrefillDeps) {
    this.#deps = deps;
  }

  /**
   * The context around the cursor is known. Who types will need it at once. Who reads is not made to pay for each place that
   * they look at: for the first in a document, if they stay there.
   */
  rest(place: Place, repo: RepoContext, isTyping: boolean): void {
    clearTimeout(this.#timer);
    if (isTyping) void this.#begin(place, repo);
    else if (!this.#begun.has(place.uri)) this.#timer = setTimeout(() => void this.#begin(place, repo), stayMs);
  }

  /** The engine has nothing of it any more. */
  forget(): void {
    this.#warm = '';
    this.#begun.clear();
  }

  /** A completion is about to be asked for: it goes on in the same cache, where that was left. */
  end(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
  }

  async #begin(place: Place, repo: RepoContext): Promise<void> {
    const model = this.#deps.model();
    const key = JSON.stringify([model?.path, place.uri, repo.snippets.map(({ path, text }) => [path, text])]);
    if (model === undefined || repo.snippets.length === 0 || key === this.#warm) return;
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.#warm = key;
    this.#begun.add(place.uri);
    try {
      const request = warmUpRequest(model, place, repo);
      const { counts } = await this.#deps.engine.generate(request, () => 'continue', running.signal);
      if (this.#deps.model()?.path === model.path) this.#deps.onCounts(counts);
    } catch (error) {
      // A completion that ends it evaluates the context itself; any other end leaves nothing.
      if (!running.signal.aborted && this.#warm === key) this.#warm = '';
      // What fails here fails for the completion too, which says so.
      if (!isCancelled(error) && !(error instanceof UserError)) this.#deps.onBug(error);
    }
  }
}

const stayMs = 1_500;
