/** How many tokens the rest of the repository may have in a prompt. */
import type { GenerateCounts } from '../../shared/engine.ts';

/** What is evaluated in about as long as a person who has moved on to other code takes to begin typing. */
const prefillMs = 4_000;

const minTokens = 256;
const maxTokens = 2_048;

/** Before anything was measured. */
const defaultTokens = 1_024;

/**
 * Tokens for snippets: what is evaluated in four seconds, within the bounds. Powers of two, so that a speed that differs
 * from request to request hardly ever changes what is chosen, and with it the start of every prompt.
 *
 * @param prefillTokensPerSecond as measured. Absent: not yet.
 * @returns 0 where the context is too small for code of other files.
 */
export function contextBudget(contextSizeTokens: number, prefillTokensPerSecond?: number): number {
  const speed = prefillTokensPerSecond;
  const wished = speed === undefined ? defaultTokens : 2 ** Math.floor(Math.log2((speed * prefillMs) / 1000));
  return Math.min(Math.max(minTokens, Math.min(maxTokens, wished)), contextLimit(contextSizeTokens));
}

/** Tokens that snippets have at most, whatever was wished for: the document needs the context most. */
export function contextLimit(contextSizeTokens: number): number {
  const quarter = Math.floor(contextSizeTokens / 4);
  return quarter < minTokens ? 0 : quarter;
}

/** How fast prompts were evaluated, as a median: a request that had to wait for others says little. */
export class PrefillSpeed {
  readonly #speeds: number[] = [];

  /** Requests too short to measure are left out. */
  add({ evaluatedTokens, prefillMs }: Pick<GenerateCounts, 'evaluatedTokens' | 'prefillMs'>): void {
    if (evaluatedTokens < minMeasuredTokens || prefillMs <= 0) return;
    this.#speeds.push((evaluatedTokens * 1000) / prefillMs);
    if (this.#speeds.length > keptRequests) this.#speeds.shift();
  }

  /** The lower of the two middle ones of an even count. Absent: nothing was measured yet. */
  get tokensPerSecond(): number | undefined {
    const sorted = [...this.#speeds].sort((a, b) => a - b);
    return sorted[Math.ceil(sorted.length / 2) - 1];
  }

  /** Another model has another speed. */
  clear(): void {
    this.#speeds.length = 0;
  }
}

/** The chunk in which the engine evaluates: of less, the cost of a call is a large part. */
const minMeasuredTokens = 128;
const keptRequests = 15;
