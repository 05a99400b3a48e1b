import type { TestedFunction } from './testedFunction.ts';

/** An answer that has a mistake in it. */
export interface AttackAnswer {
  /** The refactoring that it pretends to be. */
  readonly row: string;
  /** The mistake. */
  readonly name: string;
  readonly answer: string;
}

/** What answerers that need no model make of a function. */
export interface ScriptedAnswers {
  /** By refactoring; none where there is nothing to do. */
  readonly perfect: Readonly<Record<string, string>>;
  readonly attacks: readonly AttackAnswer[];
  /** The function without its body, then with one mistake each, as it stands in its file. */
  readonly broken: readonly string[];
}

/** What the answerers are given. */
export type ScriptedFunction = Pick<TestedFunction, 'languageId' | 'code' | 'entry' | 'scope'>;
