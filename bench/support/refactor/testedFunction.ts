import type { OffsetRange } from '../../../src/shared/text.ts';

/** A function with its tests. */
export interface TestedFunction {
  /** `more_itertools/more.py: chunked`. */
  readonly id: string;
  /** Where it comes from: `HumanEval`, `more-itertools`. */
  readonly source: string;
  /** Of the file that it stands in. */
  readonly path: string;
  readonly languageId: string;
  /** The whole file, imports and helpers included. */
  readonly code: string;
  /** Without its class. */
  readonly entry: string;
  /** What a refactoring of it may change, as the product chooses it: whole lines of the code. */
  readonly scope: OffsetRange;
  /** Runs the function's tests with this in place of the code. */
  runTests(code: string): Promise<TestRun>;
}

export interface TestRun {
  readonly isPassed: boolean;
  /** The last lines of what was said where they fail. */
  readonly problem: string;
}

/** Lines of the scope: 0-based, end exclusive. */
export function scopeLines({ code, scope }: Pick<TestedFunction, 'code' | 'scope'>): {
  readonly start: number;
  readonly end: number;
} {
  const lineAt = (offset: number) => code.slice(0, offset).split('\n').length - 1;
  const isWhole = scope.end === 0 || code[scope.end - 1] === '\n';
  return { start: lineAt(scope.start), end: lineAt(scope.end) + (isWhole ? 0 : 1) };
}

/** The code with this in place of the function. */
export function withScope({ code, scope }: Pick<TestedFunction, 'code' | 'scope'>, text: string): string {
  return `${code.slice(0, scope.start)}${text}\n${code.slice(scope.end)}`;
}
