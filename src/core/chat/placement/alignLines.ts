import { indentOf, isBlank } from '../../completion/lines.ts';
import { type AlignRange, edge, type NoPlace } from './alignEdge.ts';
import { anchorPairs } from './anchorPairs.ts';
import type { LineChange } from './lineChange.ts';
import { findLines, isTrivialLine } from './lineSearch.ts';
import { indentUnit, reindent } from './reindent.ts';

export interface AlignOptions {
  /** The first of the lines belongs where the range begins. */
  readonly isStartFixed: boolean;
  /** The last belongs where it ends. */
  readonly isEndFixed: boolean;
}

/** Lines in a row that may go from between two that stay, where nothing comes in their stead. */
const maxDropped = 5;

/**
 * Finds where lines that show a part of `document` belong: by lines that are there once only, in the same order. What lies
 * between the first and the last of these becomes what lies between them here; what is before or behind is new.
 */
export function alignLines(
  wanted: readonly string[],
  document: readonly string[],
  range: AlignRange,
  { isStartFixed, isEndFixed }: AlignOptions,
): LineChange | NoPlace {
  const asIs = quotedAt(wanted, document, range, { isStartFixed, isEndFixed });
  if (asIs !== undefined) {
    return { start: asIs, end: asIs + wanted.length, lines: document.slice(asIs, asIs + wanted.length) };
  }
  const pairs = anchorPairs(wanted, document, range);
  if (pairs === undefined) return 'ambiguous';
  if (isStartFixed && isEndFixed) return moved(wanted, document, range, pairs);
  const first = pairs[0];
  const last = pairs.at(-1);
  if (first === undefined || last === undefined) {
    return isStartFixed || isEndFixed ? addAtEdge(wanted, document, range, isStartFixed) : 'nowhere';
  }
  const shared = pairs.filter(([at]) => !isTrivialLine(wanted[at] ?? '')).length;
  const telling = wanted.filter((line) => !isTrivialLine(line)).length;
  const isFramed =
    (isStartFixed || first[0] === firstTelling(wanted)) && (isEndFixed || last[0] >= lastTelling(wanted));
  if (!isFramed && shared * 3 < telling) return 'nowhere';
  const above = edge(wanted.slice(0, first[0]), document, [range.start, first[1]], isStartFixed, 'above');
  const below = edge(wanted.slice(last[0] + 1), document, [last[1] + 1, range.end], isEndFixed, 'below');
  if (typeof above === 'string') return above;
  if (typeof below === 'string') return below;
  if (dropsMuch(pairs) || passesOver(pairs, wanted, document)) return 'similar';
  return moved(wanted, document, { start: above.at, end: below.at }, pairs);
}

/** Where the lines stand as they are, if that is one place. */
function quotedAt(
  wanted: readonly string[],
  document: readonly string[],
  { start, end }: AlignRange,
  { isStartFixed, isEndFixed }: AlignOptions,
): number | undefined {
  const places = findLines(wanted, document.slice(start, end), (line) => line.trim()).map((at) => at + start);
  if (isStartFixed || isEndFixed) {
    const isWhole = isStartFixed && isEndFixed;
    const fits = places.filter((at) => (!isStartFixed || at === start) && (!isEndFixed || at + wanted.length === end));
    return isWhole || fits.length > 0 ? fits[0] : undefined;
  }
  return places.length === 1 ? places[0] : undefined;
}

function firstTelling(lines: readonly string[]): number {
  return lines.findIndex((line) => !isBlank(line));
}

function lastTelling(lines: readonly string[]): number {
  return lines.findLastIndex((line) => !isBlank(line));
}

/** Lines none of which is there, at the beginning or the end of the range. */
function addAtEdge(
  wanted: readonly string[],
  document: readonly string[],
  range: AlignRange,
  isStart: boolean,
): LineChange | NoPlace {
  if (wanted.every(isBlank)) return { start: range.start, end: range.start, lines: [] };
  const place = edge(wanted, document, [range.start, range.end], false, isStart ? 'below' : 'above');
  if (typeof place === 'string') return place;
  const [start, end] = isStart ? [range.start, place.at] : [place.at, range.end];
  return moved(wanted, document, { start, end }, [], shortestIndent(document.slice(range.start, range.end)));
}

/** Whether many lines would go from between two neighbours that stay. */
function dropsMuch(pairs: readonly (readonly [number, number])[]): boolean {
  return pairs.some(([at, place], index) => {
    const before = pairs[index - 1];
    if (before === undefined) return false;
    const dropped = place - before[1] - 1;
    return dropped > maxDropped && dropped > 2 * (at - before[0] - 1);
  });
}

/** Whether lines would go for nothing while others change: they may only have been passed over without a word. */
function passesOver(
  pairs: readonly (readonly [number, number])[],
  wanted: readonly string[],
  document: readonly string[],
): boolean {
  const isTelling = (line: string): boolean => !isBlank(line) && !isTrivialLine(line);
  const isAllKnown = pairs.length === wanted.filter((line) => !isBlank(line)).length;
  if (isAllKnown) return false;
  return pairs.some(([at, place], index) => {
    const before = pairs[index - 1];
    if (before === undefined || wanted.slice(before[0] + 1, at).some((line) => !isBlank(line))) return false;
    return document.slice(before[1] + 1, place).filter(isTelling).length > 1;
  });
}

/** The lines at the indentation of those that they replace. */
function moved(
  wanted: readonly string[],
  document: readonly string[],
  { start, end }: AlignRange,
  pairs: readonly (readonly [number, number])[],
  level = shortestIndent(document.slice(start, end)),
): LineChange | NoPlace {
  const known = pairs.map(([at, place]) => [indentOf(wanted[at] ?? ''), indentOf(document[place] ?? '')] as const);
  const [from, to] = known.toSorted(([a], [b]) => a.length - b.length)[0] ?? ['', undefined];
  const shortest = shortestIndent(wanted) ?? '';
  const near = document.slice(start, end);
  const place = to ?? level ?? indentOf(document[start - 1] ?? '');
  if (to !== undefined && shortest.length < from.length) {
    // The least indented line is new. Where all pairs agree on how far they moved, so does it.
    const shift = to.startsWith(from) ? to.slice(from.length) : undefined;
    if (shift === undefined) return 'indentation';
    return { start, end, lines: wanted.map((line) => (isBlank(line) ? '' : shift + line)) };
  }
  const lines = reindent(wanted, {
    from: to === undefined ? shortest : from,
    to: place,
    near,
    unit: indentUnit(document),
    blockUnit: indentUnit(wanted),
  });
  if (lines === undefined) return 'indentation';
  const isKept = pairs.every(([at, there]) => indentOf(lines[at] ?? '') === indentOf(document[there] ?? ''));
  return isKept || isNested(pairs, lines, document) ? { start, end, lines } : 'indentation';
}

function shortestIndent(lines: readonly string[]): string | undefined {
  const indents = lines.filter((line) => !isBlank(line)).map(indentOf);
  return indents.toSorted((a, b) => a.length - b.length)[0];
}

/** Lines may move deeper or less deep together, as when a condition comes around them; but not the outermost ones. */
function isNested(
  pairs: readonly (readonly [number, number])[],
  lines: readonly string[],
  document: readonly string[],
): boolean {
  const first = pairs[0];
  const last = pairs.at(-1);
  return [first, last].every(
    (pair) => pair !== undefined && indentOf(lines[pair[0]] ?? '') === indentOf(document[pair[1]] ?? ''),
  );
}
