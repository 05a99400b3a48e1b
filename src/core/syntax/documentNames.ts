import type { ImportFact } from '../../shared/codeFacts.ts';
import type { NameUse, Surroundings } from '../../shared/contextQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { likenessOfLines, surroundingsOf } from '../context/likeness.ts';
import type { Captures } from './captures.ts';
import { LineStarts } from './lineStarts.ts';

export interface DocumentNames {
  readonly names: readonly NameUse[];
  readonly surroundings: Surroundings;
}

/** The names that a document uses, as seen from `offset`. */
export function documentNames(
  captures: Captures,
  imports: readonly ImportFact[],
  text: string,
  offset: number,
  signatures: readonly OffsetRange[],
): DocumentNames {
  const lines = new LineStarts(text);
  const cursorLine = lines.lineAt(offset);
  const found = findUses(captures, text, offset, lines);
  const rows = rowsOf(found);
  const rowNames = rows.map(({ names }) => names);
  const cursorRow = rows.findIndex(({ line }) => line >= cursorLine);
  const isOwnLine = rows[cursorRow]?.line === cursorLine;
  const surroundings = surroundingsOf(rowNames, cursorRow === -1 ? rows.length : cursorRow, isOwnLine);
  const likeness = likenessOfLines(rowNames, surroundings);
  const likenessOfLine = new Map(rows.map(({ line }, index) => [line, likeness[index] ?? 0]));
  const uses = new Map<string, NameUse>();
  for (const { name, start, line, isBound } of found) {
    if (isBound) continue;
    const known = uses.get(name);
    const distanceLines = Math.abs(line - cursorLine);
    const isNearest = known === undefined || distanceLines < known.distanceLines;
    const qualifier = isNearest ? qualifierBefore(text, start) : known.qualifier;
    uses.set(name, {
      name,
      count: (known?.count ?? 0) + 1,
      recency: (known?.recency ?? 0) + halfRecencyLines / (halfRecencyLines + distanceLines),
      distanceLines: isNearest ? distanceLines : known.distanceLines,
      isInSignature: isInside(start, signatures) || known?.isInSignature === true,
      likeness: Math.max(known?.likeness ?? 0, line === cursorLine ? 0 : (likenessOfLine.get(line) ?? 0)),
      ...(qualifier !== undefined && { qualifier }),
    });
  }
  for (const name of importedNames(imports)) {
    if (!uses.has(name))
      uses.set(name, { name, count: 0, distanceLines: cursorLine, isInSignature: false, likeness: 0, recency: 0 });
  }
  const names = [...uses.values()].sort((a, b) => a.distanceLines - b.distanceLines || b.count - a.count);
  return { names, surroundings };
}

/** A use this far away counts half. */
const halfRecencyLines = 25;

interface FoundName {
  readonly name: string;
  readonly start: number;
  readonly line: number;
  /** It is defined, or bound, here. */
  readonly isBound: boolean;
}

function findUses(captures: Captures, text: string, offset: number, lines: LineStarts): readonly FoundName[] {
  const bound = new Set(captures.locals);
  for (const { nameStart } of captures.definitions) bound.add(nameStart);
  const found: FoundName[] = [];
  for (const { startIndex: start, endIndex: end } of captures.references) {
    const isUnfinished = start < offset && offset <= end;
    if (isUnfinished || isInside(start, captures.imports)) continue;
    found.push({ name: text.slice(start, end), start, line: lines.lineAt(start), isBound: bound.has(start) });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The lines that have names, each with what stands there. */
function rowsOf(found: readonly FoundName[]): readonly { readonly line: number; readonly names: readonly string[] }[] {
  const rows: { readonly line: number; readonly names: string[] }[] = [];
  for (const { name, line } of found) {
    const last = rows.at(-1);
    if (last?.line === line) last.names.push(name);
    else rows.push({ line, names: [name] });
  }
  return rows;
}

function importedNames(imports: readonly ImportFact[]): readonly string[] {
  return imports.flatMap(({ names, alias }) => [
    ...names.flatMap((imported) => [imported.name, imported.alias ?? imported.name]),
    ...(alias === undefined ? [] : [alias]),
  ]);
}

/** `a` where `a.`, `a?.`, `a::` or `a->` stands in front of `start`. */
function qualifierBefore(text: string, start: number): string | undefined {
  const match = /([\w$]+)\s*(?:\([^()]*\))?(?:[?!]?\.|::|->)\s*$/.exec(text.slice(Math.max(0, start - 80), start));
  return match?.[1];
}

function isInside(offset: number, ranges: readonly OffsetRange[]): boolean {
  return ranges.some(({ start, end }) => start <= offset && offset < end);
}
