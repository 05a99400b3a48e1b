import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { RefactoringKind, RefactoringScope } from './refactoring.ts';

export interface ScopeChoice {
  readonly scope: RefactoringScope;
  readonly kind: RefactoringKind;
  readonly text: string;
  /** Empty: a cursor's place. */
  readonly selection: OffsetRange;
  /** The innermost first. Empty: nothing is known of the syntax there. */
  readonly enclosing: readonly EnclosingScope[];
}

/**
 * What a refactoring may change: whole lines of the text.
 *
 * A cursor means what is around it. A selection of whole statements, or of several lines, means those, but where something is
 * extracted: that goes beside the function which it is taken from. A word means the place where it stands.
 */
export function chooseScope({ scope, kind, text, selection, enclosing }: ScopeChoice): OffsetRange {
  if (scope === 'file') return { start: 0, end: text.length };
  const statement = enclosing.find((one) => one.kind === 'statement');
  const isExtracted = kind === 'refactor.extract';
  if (isPart(text, selection, statement) && !isExtracted) return wholeLines(text, union(statement, selection));
  const around = enclosing.filter((one) => one.kind !== 'statement');
  // A callback is part of the function that it stands in, unless there is no other.
  const named = around.find((one) => one.name !== undefined && one.kind === (scope === 'class' ? 'class' : 'function'));
  const block = named ?? around.find((one) => one.name !== undefined) ?? around[0];
  const chosen = scope === 'statement' ? (statement ?? block) : (block ?? statement);
  return wholeLines(text, union(chosen, selection));
}

/** Whether something is selected that is more than a word in a statement. */
function isPart(text: string, { start, end }: OffsetRange, statement: OffsetRange | undefined): boolean {
  const selected = text.slice(start, end);
  if (selected.trim() === '') return false;
  return (
    selected.trim().includes('\n') || statement === undefined || (start <= statement.start && end >= statement.end)
  );
}

function union(chosen: OffsetRange | undefined, selection: OffsetRange): OffsetRange {
  if (chosen === undefined) return selection;
  return { start: Math.min(chosen.start, selection.start), end: Math.max(chosen.end, selection.end) };
}

/** The lines that a range touches, with their ends. A range that ends where a line begins does not touch that. */
function wholeLines(text: string, { start, end }: OffsetRange): OffsetRange {
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', Math.max(start, end - 1));
  return { start: lineStart, end: newline === -1 ? text.length : newline + 1 };
}
