import type { KeystrokeKind } from './keystroke.ts';
import { keystrokeKinds } from './keystroke.ts';
import type { TypedKey } from './typist.ts';

/** All that a typist has typed. */
export interface TypedTrace {
  readonly keys: readonly TypedKey[];
  /** Prompt tokens computed that no keystroke has waited for. */
  readonly backgroundTokens: number;
}

/** The smallest value that as large a share (0 to 1) of the values does not exceed. Not a number where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function figuresOf({ keys, backgroundTokens }: TypedTrace) {
  const asked = keys.flatMap(({ evaluatedTokens }) => evaluatedTokens ?? []);
  const evaluatedTokens = sum(asked);
  return {
    keystrokes: keys.length,
    askedKeystrokes: asked.length,
    /** Of the keystrokes that asked the model: the others cost nothing. */
    evaluatedPerKeystroke: spread(asked),
    /** Of all. */
    evaluatedPerAnyKeystroke: spread(keys.map((key) => key.evaluatedTokens ?? 0)),
    evaluatedTokens,
    backgroundTokens,
    backgroundPerKeystroke: backgroundTokens / keys.length,
    /** Where the model was asked; waiting for the next keystroke included, and without. */
    ghostTextMs: quantile(ghostTextTimes(keys, false), 0.5),
    ghostTextWithoutWaitMs: quantile(ghostTextTimes(keys, true), 0.5),
  };
}

export type KeystrokeFigures = ReturnType<typeof figuresOf>;

/** Which keystrokes the evaluated tokens come from. */
export function byKind(keys: readonly TypedKey[]): readonly object[] {
  const total = sum(keys.map(({ evaluatedTokens = 0 }) => evaluatedTokens));
  return keystrokeKinds.flatMap((kind: KeystrokeKind) => {
    const own = keys.filter((key) => key.kind === kind);
    const asked = own.flatMap(({ evaluatedTokens }) => evaluatedTokens ?? []);
    if (own.length === 0) return [];
    return {
      kind,
      keystrokes: own.length,
      asked: asked.length,
      ...spread(asked),
      most: asked.length === 0 ? Number.NaN : Math.max(...asked),
      evaluated: sum(asked),
      share: `${((100 * sum(asked)) / Math.max(1, total)).toFixed(1)} %`,
    };
  });
}

function spread(values: readonly number[]) {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95), mean: sum(values) / values.length };
}

function ghostTextTimes(keys: readonly TypedKey[], withoutWait: boolean): readonly number[] {
  return keys.flatMap(({ ghostTextMs, evaluatedTokens, waitedMs }) =>
    ghostTextMs === undefined || evaluatedTokens === undefined ? [] : ghostTextMs - (withoutWait ? waitedMs : 0),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
