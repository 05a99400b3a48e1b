import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';

/**
 * What a user calls a scope: "function parseHeader, lines 12-40", "line 3 of class Pump", "the whole file".
 *
 * @param scope whole lines of the text.
 * @param enclosing the innermost first.
 */
export function scopeName(text: string, scope: OffsetRange, enclosing: readonly EnclosingScope[]): string {
  const linesOf = (range: OffsetRange): readonly [first: number, last: number] => [
    lineNumber(text, range.start),
    lineNumber(text, Math.max(range.start, range.end - 1)),
  ];
  const [first, last] = linesOf(scope);
  if (scope.start === 0 && scope.end === text.length) return 'the whole file';
  const lines = first === last ? `line ${first}` : `lines ${first}-${last}`;
  for (const { kind, name, ...range } of enclosing) {
    if (name === undefined) continue;
    const [from, to] = linesOf(range);
    if (from === first && to === last) return `${kind} ${name}, ${lines}`;
    if (from <= first && last <= to) return `${lines} of ${kind} ${name}`;
  }
  return lines;
}

/** 1-based. */
function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
