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
  /** Of the definitions that the typed lines needed, 0 to 1: with a context that was kept, not chosen for the line alone. */
  readonly recallWhileTyping: number;
  readonly questions: number;
}

export interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly greatest: number;
}

export function stabilityOf(typed: readonly TypedFunction[]): Stability {
  const sum = (count: (one: TypedFunction) => number) => typed.reduce((total, one) => total + count(one), 0);
  const questions = sum(({ needed }) => needed);
  return {
    functions: typed.length,
    moved: spread(typed.map(({ moved }) => moved)),
    replaced: spread(typed.map(({ replaced }) => replaced)),
    changes: spread(typed.map(({ changes }) => changes)),
    recallWhileTyping: sum(({ shown }) => shown) / questions,
    questions,
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
