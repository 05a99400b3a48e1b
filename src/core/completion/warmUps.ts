import type { Engine, EngineModel, GenerateCounts, GenerateRequest, GenerateResult } from '../../shared/engine.ts';
import { isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import type { Anchor } from './anchor.ts';
import type { AnchoredPrompt } from './anchoredPrompts.ts';
import type { Clock } from './generation.ts';

export interface WarmUpPorts {
  readonly engine: Pick<Engine, 'generate'>;
  readonly clock: Clock;
  /** The loaded model. Absent: the engine does not run, and is not started for this. */
  readonly loadedModel: () => EngineModel | undefined;
  /** What evaluating has cost: it says how fast the loaded model reads. */
  readonly onCounts: (counts: GenerateCounts) => void;
  /** A prompt with that anchor has been evaluated to its end, or takes the place of the one before it. */
  readonly onInForce: (anchor: Anchor) => void;
  /** Told of failures that are nobody's fault but ours. */
  readonly onBug: (error: unknown) => void;
}

/** Makes the prompt of a place where the cursor rests. */
export type RestPrompt = (model: EngineModel) => AnchoredPrompt;

/**
 * Evaluates in the background what the next completion will begin with, so that the next keystroke finds it in the cache:
 * a new context, a new anchor. Nothing is answered.
 */
export class WarmUps {
  readonly #ports: WarmUpPorts;
  #staying = new AbortController();
  #running = new AbortController();
  /** Evaluated already, or about to be. */
  #warm: WarmPrompt | undefined;
  /** Documents. */
  readonly #begun = new Set<string>();

  constructor(ports: WarmUpPorts) {
    this.#ports = ports;
  }

  /**
   * The cursor has come to rest. Who types will need the prompt at once. Who reads is not made to pay for each place that
   * they look at: for the first in a document, if they stay there.
   */
  async rest(uri: string, promptFor: RestPrompt, isTyping: boolean): Promise<void> {
    this.#staying.abort();
    if (!isTyping && (this.#begun.has(uri) || !(await this.#stays()))) return;
    const model = this.#ports.loadedModel();
    if (model === undefined) return;
    const prompt = promptFor(model);
    const { anchor } = prompt;
    const warm: WarmPrompt = { modelPath: model.path, anchor };
    if (isSame(warm, this.#warm)) return;
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.#warm = warm;
    this.#begun.add(uri);
    try {
      const { counts } = await this.#evaluate(prompt, running.signal);
      this.#ports.onInForce(anchor);
      if (this.#ports.loadedModel()?.path === model.path) this.#ports.onCounts(counts);
    } catch (error) {
      // What was evaluated by then is kept, and the rest is still to be done.
      if (this.#warm === warm) this.#warm = undefined;
      // What fails here fails for the completion too, which says so.
      if (!isCancelled(error) && !(error instanceof UserError)) this.#ports.onBug(error);
    }
  }

  /** A completion has evaluated that prompt. */
  noteEvaluated(model: EngineModel, { anchor }: Pick<AnchoredPrompt, 'anchor'>): void {
    this.#warm = { modelPath: model.path, anchor };
  }

  /** The engine has nothing of it any more. */
  forget(): void {
    this.#warm = undefined;
    this.#begun.clear();
  }

  /** A completion is about to be asked for: it goes on in the same cache, where that was left. */
  end(): void {
    this.#staying.abort();
    this.#running.abort();
  }

  async #evaluate(prompt: AnchoredPrompt, signal: AbortSignal): Promise<GenerateResult> {
    const { anchor, context: _, sparesNewest, ...always } = prompt;
    const ask = (wish: Pick<AnchoredPrompt, 'sparesNewest'>) =>
      this.#ports.engine.generate(onlyPrefill({ ...always, ...wish }), () => 'continue', signal);
    if (sparesNewest === undefined) return await ask({});
    try {
      return await ask({ sparesNewest });
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'nothingToSpare') throw error;
      // Other windows have the rest: what is evaluated from here on is missing from the old prompt.
      throwIfAborted(signal);
      this.#ports.onInForce(anchor);
      return await ask({});
    }
  }

  async #stays(): Promise<boolean> {
    const staying = new AbortController();
    this.#staying = staying;
    return await this.#ports.clock.sleep(stayMs, staying.signal).then(
      () => true,
      () => false,
    );
  }
}

interface WarmPrompt {
  readonly modelPath: string;
  readonly anchor: Anchor;
}

const stayMs = 1_500;

function isSame(a: WarmPrompt, b: WarmPrompt | undefined): boolean {
  return a.modelPath === b?.modelPath && a.anchor === b.anchor;
}

function onlyPrefill(prompt: Omit<AnchoredPrompt, 'anchor' | 'context'>): GenerateRequest {
  return {
    ...prompt,
    purpose: 'warmUp',
    maxTokens: 0,
    sampling: { temperature: 0, topK: 0, topP: 1 },
    logProbabilities: false,
  };
}
