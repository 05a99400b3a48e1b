import type { GenerateCounts } from '../../src/shared/engine.ts';
import type { EngineReport } from '../../src/shared/engineProtocol.ts';

/** How fast recent requests were, as medians: the first after loading says little. */
export class Speeds {
  readonly #prefill: number[] = [];
  readonly #decode: number[] = [];

  /** Requests too short to measure are left out. */
  add({ evaluatedTokens, prefillMs, decodeTokens, decodeMs }: GenerateCounts): void {
    if (evaluatedTokens >= minPrefillTokens) keep(this.#prefill, perSecond(evaluatedTokens, prefillMs));
    // The first token comes with the prefill: what follows it is decoding.
    if (decodeTokens >= minDecodeTokens) keep(this.#decode, perSecond(decodeTokens - 1, decodeMs));
  }

  /** Absent where no request was long enough yet. */
  medians(): Pick<EngineReport, 'prefillTokensPerSecond' | 'decodeTokensPerSecond'> {
    const [prefill, decode] = [median(this.#prefill), median(this.#decode)];
    return {
      ...(prefill === undefined ? {} : { prefillTokensPerSecond: prefill }),
      ...(decode === undefined ? {} : { decodeTokensPerSecond: decode }),
    };
  }
}

/** How many requests the medians are of. */
const keptRequests = 20;
/** Half a chunk: a native call has a cost of its own, which a few tokens do not show the speed behind. */
const minPrefillTokens = 64;
const minDecodeTokens = 8;

/** Infinite where a clock without fractions saw no time pass. */
function perSecond(tokens: number, ms: number): number {
  return (tokens * 1000) / ms;
}

function keep(speeds: number[], speed: number): void {
  if (!Number.isFinite(speed)) return;
  speeds.push(speed);
  if (speeds.length > keptRequests) speeds.shift();
}

/** The middle value; the mean of the two middle ones of an even count; `undefined` of none. */
function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
