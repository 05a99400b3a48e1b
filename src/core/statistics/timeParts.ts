import type { RequestLog } from '../completion/requestLog.ts';

/** Parts of the time from the editor's question to the ghost text, in ms. None is negative. */
export interface TimeParts {
  readonly queueMs: number;
  readonly prefillMs: number;
  readonly decodeMs: number;
}

/**
 * What a request that was answered has waited for. The parts make up the whole time: what was known already took none, and
 * of an answer that had been begun before only what came after the question counts.
 *
 * @returns `undefined` for what was not typed: an explicit request computes alternatives, and waits for all of them.
 */
export function timeParts({ trigger, totalMs, counts }: RequestLog): TimeParts | undefined {
  if (trigger !== 'automatic') return undefined;
  const decodeMs = Math.min(totalMs, counts?.decodeMs ?? 0);
  const prefillMs = Math.min(totalMs - decodeMs, counts?.prefillMs ?? 0);
  return { queueMs: totalMs - decodeMs - prefillMs, prefillMs, decodeMs };
}
