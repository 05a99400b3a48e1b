import type { OffsetRange } from '../../shared/text.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { outline, type Unit, unitsWithin } from '../chat/placement/outline.ts';
import { dedent } from '../chat/placement/reindent.ts';
import type { RewriteRequest } from './rewriteRequest.ts';

/** A definition that can be rewritten by itself. */
export interface RewritePiece extends OffsetRange {
  readonly name: string;
  /** Within it: what has pieces of its own, and is not shown with it. */
  readonly inner?: OffsetRange;
}

/**
 * The definitions of a scope that can be rewritten one by one, in their order: functions, the members of classes and, where they
 * are to be documented, what a class has around its members. None where the refactoring is about more than one of them at a
 * time.
 */
export function piecesOf({ refactoring, document, scope, selection }: RewriteRequest): readonly RewritePiece[] {
  if ((refactoring.keeps !== 'code' && refactoring.keeps !== 'untypedCode') || selection !== undefined) return [];
  const { lines, starts, text } = documentLines(document.text.slice(scope.start, scope.end));
  const flush = dedent(lines, lexLines(lines, document.languageId));
  const outlined = outline(flush, document.languageId);
  const rangeOf = (first: number, end: number): OffsetRange => ({
    start: scope.start + (starts[first] ?? text.length),
    end: scope.start + (starts[end] ?? text.length),
  });
  const piecesIn = (unit: Unit): readonly RewritePiece[] => {
    if (unit.kind !== 'definition' || unit.body === undefined) return [];
    const piece = { ...rangeOf(unit.start, unit.end), name: nameOf(unit) };
    if (!unit.isContainer) return [piece];
    const units = unitsWithin(outlined, unit.body);
    const members = units.flatMap(piecesIn);
    const inner = units.filter((one) => piecesIn(one).length > 0);
    const [first, last] = [inner[0], inner.at(-1)];
    if (refactoring.keeps !== 'code' || first === undefined || last === undefined) return members;
    return [{ ...piece, inner: rangeOf(first.start, last.end) }, ...members];
  };
  return outlined.units.flatMap(piecesIn);
}

function nameOf({ key = '' }: Unit): string {
  return key.slice(key.indexOf(':') + 1);
}
