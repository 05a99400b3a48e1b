import { median } from '../median.ts';
import type { TypedFunction } from './typing.ts';

export interface Stability {
  readonly functions: number;
  /** Of snippets whose order changed while a function was typed. */
  readonly moved: Spread;
  readonly replaced: Spread;
  readonly changes: Spread;
  /** Tokens evaluated because the context changed, of the prompt's, per 100 keystrokes. 1: as many as the prompt has. */
  readonly evaluatedShare: Spread;
}

export interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly greatest: number;
}

export function stabilityOf(typed: readonly TypedFunction[]): Stability {
  return {
    functions: typed.length,
    moved: spread(typed.map(({ moved }) => moved)),
    replaced: spread(typed.map(({ replaced }) => replaced)),
    changes: spread(typed.map(({ changes }) => changes)),
    evaluatedShare: spread(typed.map(({ evaluatedShare }) => evaluatedShare)),
  };
}

function spread(values: readonly number[]): Spread {
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    median: median(values),
    greatest: Math.max(...values),
  };
}
