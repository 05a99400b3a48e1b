/** What moving a state between the cache and a file costs: a fixed part, and one by size. */
export interface TransferCost {
  readonly fixedMs: number;
  readonly msPerMiB: number;
}

export interface StateCosts {
  readonly save: TransferCost;
  readonly restore: TransferCost;
}

/**
 * As `npm run bench:states` gives them for SmolLM2-135M on a CPU, checks of the file included: a state of 2,000 tokens is
 * 44 MiB and restored in 0.002 of the time of its prefill, 0.004 when the file is read from the disk itself (with a window
 * of 1,024 tokens 22 MiB, 0.001 and 0.002). Restoring counts as from the disk, since the machine may have been restarted;
 * from the system's memory it is 7 ms and 0.9 ms/MiB.
 */
export const measuredCosts: StateCosts = {
  save: { fixedMs: 9, msPerMiB: 1.35 },
  restore: { fixedMs: 24, msPerMiB: 1.83 },
};

/** What decides whether a state is worth its file. */
export interface SaveCandidate {
  /** Tokens that the state stands for; a windowed cache holds fewer. */
  readonly tokens: number;
  readonly sizeBytes: number;
  /** Measured on this machine with this model. */
  readonly prefillTokensPerSecond: number;
}

/** Saving pays where a single use wins back the saving too: evaluating takes longer than saving and restoring. */
export function savePays(state: SaveCandidate, costs: StateCosts = measuredCosts): boolean {
  const { tokens, sizeBytes } = state;
  return transferMs(costs.save, sizeBytes) + transferMs(costs.restore, sizeBytes) < prefillMs(tokens, state);
}

/** What decides whether a request restores a state. */
export interface RestoreCandidate {
  /** Prompt tokens that need no evaluation once the state is restored. */
  readonly sharedTokens: number;
  /** Prompt tokens that need none anyway, since the sequence's cache has them. */
  readonly liveTokens: number;
  readonly sizeBytes: number;
  readonly prefillTokensPerSecond: number;
}

/** How much sooner the first token comes if the state is restored; restoring pays where it is above 0. */
export function restoreGainMs(state: RestoreCandidate, costs: StateCosts = measuredCosts): number {
  return prefillMs(state.sharedTokens - state.liveTokens, state) - transferMs(costs.restore, state.sizeBytes);
}

/** What a state that was saved took. */
export interface StateSize {
  /** Tokens whose keys and values it holds. */
  readonly cells: number;
  readonly sizeBytes: number;
}

/**
 * The size of a state before it is written, in proportion to the one nearest to it among those of the same model;
 * `undefined` where none is known.
 */
export function estimateStateBytes(cells: number, known: readonly StateSize[]): number | undefined {
  const distance = (state: StateSize) => Math.abs(state.cells - cells);
  const [first, ...others] = known;
  if (first === undefined) return undefined;
  const nearest = others.reduce((best, state) => (distance(state) < distance(best) ? state : best), first);
  return (nearest.sizeBytes * cells) / nearest.cells;
}

function transferMs({ fixedMs, msPerMiB }: TransferCost, sizeBytes: number): number {
  return fixedMs + (msPerMiB * sizeBytes) / 2 ** 20;
}

function prefillMs(tokens: number, speed: { readonly prefillTokensPerSecond: number }): number {
  return (1000 * tokens) / speed.prefillTokensPerSecond;
}
