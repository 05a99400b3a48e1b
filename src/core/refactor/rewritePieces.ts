import type { OffsetRange } from '../../shared/text.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { outline, type Unit, unitsWithin } from '../chat/placement/outline.ts';
import { dedent } from '../chat/placement/reindent.ts';
import type { RewriteRequest } from './rewriteRequest.ts';

/**
 * The definitions of a scope that can be rewritten one by one, in their order: functions, and the members of classes. None
 * where the refactoring is about more than one of them at a time.
 */
export function piecesOf({ refactoring, document, scope, selection }: RewriteRequest): readonly OffsetRange[] {
  if ((refactoring.keeps !== 'code' && refactoring.keeps !== 'untypedCode') || selection !== undefined) return [];
  const { lines, starts, text } = documentLines(document.text.slice(scope.start, scope.end));
  const flush = dedent(lines, lexLines(lines, document.languageId));
  const outlined = outline(flush, document.languageId);
  const leaves = (unit: Unit): readonly Unit[] =>
    unit.isContainer && unit.body !== undefined ? unitsWithin(outlined, unit.body).flatMap(leaves) : [unit];
  return outlined.units
    .flatMap(leaves)
    .filter(({ kind, body }) => kind === 'definition' && body !== undefined)
    .map(({ start, end }) => ({
      start: scope.start + (starts[start] ?? text.length),
      end: scope.start + (starts[end] ?? text.length),
    }));
}
