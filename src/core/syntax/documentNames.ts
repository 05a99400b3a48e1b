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

/** The names that a document uses, as seen from `offset`. In two steps of some milliseconds. */
export function* documentNames(
  captures: Captures,
  imports: readonly ImportFact[],
  text: string,
  offset: number,
  signatures: readonly OffsetRange[],
): Generator<undefined, DocumentNames> {
  const lines = new LineStarts(text);
  const cursorLine = lines.lineAt(offset);
  const found = findUses(captures, text, offset, lines);
  yield;
  const rows = rowsOf(found);
  const rowNames = rows.map(({ names }) => names);
  const cursorRow = rows.findIndex(({ line }) => line >= cursorLine);
  const isOwnLine = rows[cursorRow]?.line === cursorLine;
  const surroundings = surroundingsOf(rowNames, cursorRow === -1 ? rows.length : cursorRow, isOwnLine);
  const likeness = likenessOfLines(rowNames, surroundings);
  const likenessOfLine = new Map(rows.map(({ line }, index) => [line, likeness[index] ?? 0]));
  const uses = new Map<string, Use>();
  for (const { name, start, line, isBound } of found) {
    if (isBound) continue;
    const distanceLines = Math.abs(line - cursorLine);
    const use = uses.get(name) ?? newUse(start, distanceLines);
    uses.set(name, use);
    use.count += 1;
    use.recency += halfRecencyLines / (halfRecencyLines + distanceLines);
    use.isInSignature ||= isInside(start, signatures);
    use.likeness = Math.max(use.likeness, line === cursorLine ? 0 : (likenessOfLine.get(line) ?? 0));
    if (distanceLines < use.distanceLines) Object.assign(use, { distanceLines, start });
  }
  const names = [...uses].map(([name, use]) => toNameUse(name, use, text));
  for (const name of new Set(importedNames(imports))) {
    if (uses.has(name)) continue;
    names.push({ name, count: 0, distanceLines: cursorLine, isInSignature: false, likeness: 0, recency: 0 });
  }
  names.sort((a, b) => a.distanceLines - b.distanceLines || b.count - a.count);
  return { names, surroundings };
}

/** A use this far away counts half. */
const halfRecencyLines = 25;

/** What is known of a name so far. */
interface Use {
  count: number;
  recency: number;
  isInSignature: boolean;
  likeness: number;
  /** Of the nearest one, and where it is. */
  distanceLines: number;
  start: number;
}

function newUse(start: number, distanceLines: number): Use {
  return { count: 0, recency: 0, isInSignature: false, likeness: 0, distanceLines, start };
}

function toNameUse(name: string, { start, ...use }: Use, text: string): NameUse {
  const qualifier = qualifierBefore(text, start);
  return { name, ...use, ...(qualifier !== undefined && { qualifier }) };
}

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
