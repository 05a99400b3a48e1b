import type { Engine, EngineModel, GenerateResult, ScoreRequest, ScoreResult } from '../../../src/shared/engine.ts';
import type { TypingClock } from './typingClock.ts';

/** What the calls have cost that somebody waited for. */
interface Costs {
  calls: number;
  /** Of the prompts. */
  evaluatedTokens: number;
}

/** An engine on whose work time passes, and which counts the calls of one keystroke. */
export class CountedEngine implements Engine {
  readonly #engine: Engine;
  readonly #clock: TypingClock;
  /** Of the answer that is waited for. Absent: none is. */
  #costs: Costs | undefined;

  constructor(engine: Engine, clock: TypingClock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  /** Awaits an answer: completions that the model is asked for meanwhile are asked for it, and nothing else is. */
  async countIn<T>(answer: () => Promise<T>): Promise<{ readonly answer: T; readonly costs: Readonly<Costs> }> {
    const costs: Costs = { calls: 0, evaluatedTokens: 0 };
    this.#costs = costs;
    try {
      return { answer: await answer(), costs };
    } finally {
      this.#costs = undefined;
    }
  }

  model(signal: AbortSignal): Promise<EngineModel> {
    return this.#clock.during(this.#engine.model(signal));
  }

  async generate(...[request, onDelta, signal]: Parameters<Engine['generate']>): Promise<GenerateResult> {
    const costs = request.purpose === 'completion' ? this.#costs : undefined;
    const result = await this.#clock.during(this.#engine.generate(request, onDelta, signal));
    if (costs !== undefined) {
      costs.calls += 1;
      costs.evaluatedTokens += result.counts.evaluatedTokens;
    }
    return result;
  }

  score(request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult> {
    return this.#clock.during(this.#engine.score(request, signal));
  }

  countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    return this.#clock.during(this.#engine.countTokens(texts, signal));
  }

  forget(signal: AbortSignal): Promise<void> {
    return this.#clock.during(this.#engine.forget(signal));
  }
}
