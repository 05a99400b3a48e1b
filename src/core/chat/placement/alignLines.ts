import { indentOf, isBlank } from '../../completion/lines.ts';
import { subjectOf, wordLikeness } from './likeness.ts';
import type { LineChange } from './lineChange.ts';
import { findLines, isTrivialLine } from './lineSearch.ts';
import { indentUnit, reindent } from './reindent.ts';

export interface AlignRange {
  readonly start: number;
  readonly end: number;
}

export interface AlignOptions {
  /** The first of the lines belongs where the range begins. */
  readonly isStartFixed: boolean;
  /** The last belongs where it ends. */
  readonly isEndFixed: boolean;
}

/** Why lines have no certain place. */
type NoPlace = 'nowhere' | 'ambiguous' | 'similar' | 'indentation';

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
  if (dropsMuch(pairs)) return 'similar';
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

/** Lines that both have, by index here and there, both ascending; `undefined` where their order or their place is unclear. */
function anchorPairs(
  wanted: readonly string[],
  document: readonly string[],
  range: AlignRange,
): readonly (readonly [number, number])[] | undefined {
  const there = document.slice(range.start, range.end).map((line) => line.trim());
  const here = wanted.map((line) => line.trim());
  let isUnclear = false;
  for (const size of [1, 2, 3, 4]) {
    const places = onceOnly(there, size);
    const own = onceOnly(here, size);
    const pairs: (readonly [number, number])[] = [];
    for (const [text, at] of own.once) {
      const place = places.once.get(text);
      if (place !== undefined) pairs.push([at, place]);
      else if (places.often.has(text)) isUnclear = true;
    }
    if (pairs.length === 0) continue;
    pairs.sort(([a], [b]) => a - b);
    if (pairs.some(([, at], index) => index > 0 && at < (pairs[index - 1]?.[1] ?? 0))) return undefined;
    return frame(extend(pairs, here, there), here, there).map(([at, place]) => [at, place + range.start] as const);
  }
  return isUnclear ? undefined : [];
}

/** Runs of `size` lines that tell something, by their text: where they are if they are there once. */
function onceOnly(
  lines: readonly string[],
  size: number,
): { readonly once: ReadonlyMap<string, number>; readonly often: ReadonlySet<string> } {
  const once = new Map<string, number>();
  const often = new Set<string>();
  const telling = lines.flatMap((line, at) => (line === '' ? [] : [at]));
  for (let index = 0; index + size <= telling.length; index++) {
    const run = telling.slice(index, index + size).map((at) => lines[at] ?? '');
    if (run.every(isTrivialLine)) continue;
    const text = run.join('\n');
    if (often.has(text)) continue;
    if (once.delete(text)) often.add(text);
    else once.set(text, telling[index] ?? 0);
  }
  return { once, often };
}

/** With the equal lines around each pair, as far as the neighbours go. */
function extend(
  pairs: readonly (readonly [number, number])[],
  here: readonly string[],
  there: readonly string[],
): readonly (readonly [number, number])[] {
  const all = new Map<number, number>(pairs);
  for (const step of [1, -1]) {
    for (const [from, to] of step === 1 ? pairs : pairs.toReversed()) {
      let [a, b] = [from + step, to + step];
      while (a >= 0 && b >= 0 && a < here.length && b < there.length && !all.has(a) && here[a] === there[b]) {
        if ([...neighbours(all, a, step)].some((limit) => (limit - b) * step <= 0)) break;
        all.set(a, b);
        a += step;
        b += step;
      }
    }
  }
  return [...all].sort(([a], [b]) => a - b).filter(([a]) => here[a] !== '');
}

/**
 * With the lines that close what is new behind the last pair, or open what is new in front of the first: those that stand
 * next to it in the document.
 */
function frame(
  pairs: readonly (readonly [number, number])[],
  here: readonly string[],
  there: readonly string[],
): readonly (readonly [number, number])[] {
  const telling = (lines: readonly string[], from: number, to: number): readonly number[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at).filter((at) => lines[at] !== '');
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (first === undefined || last === undefined) return pairs;
  const below = telling(here, last[0] + 1, here.length);
  const under = telling(there, last[1] + 1, there.length);
  const above = telling(here, 0, first[0]).toReversed();
  const over = telling(there, 0, first[1]).toReversed();
  const matching = (own: readonly number[], other: readonly number[]): readonly (readonly [number, number])[] => {
    for (let size = own.length; size > 0; size--) {
      const ends = own.slice(own.length - size);
      if (ends.every((at, index) => here[at] === there[other[index] ?? -1])) {
        return ends.map((at, index) => [at, other[index] ?? 0] as const);
      }
    }
    return [];
  };
  return [...matching(above, over).toReversed(), ...pairs, ...matching(below, under)];
}

/** Where the next pair in that direction is, since pairs may not cross. */
function* neighbours(all: ReadonlyMap<number, number>, from: number, step: number): Generator<number> {
  for (let at = from + step, tries = 0; tries < 200; at += step, tries++) {
    const place = all.get(at);
    if (place === undefined) continue;
    yield place;
    return;
  }
}

function firstTelling(lines: readonly string[]): number {
  return lines.findIndex((line) => !isBlank(line));
}

function lastTelling(lines: readonly string[]): number {
  return lines.findLastIndex((line) => !isBlank(line));
}

/**
 * Lines in front of the first that is known, or behind the last. At a fixed edge they take the place of all that is there.
 * Else they are new, unless they resemble what is there: then they may be a change of it.
 */
function edge(
  extra: readonly string[],
  document: readonly string[],
  [start, end]: readonly [number, number],
  isFixed: boolean,
  side: 'above' | 'below',
): { readonly at: number } | NoPlace {
  const near = side === 'above' ? end : start;
  if (isFixed) return { at: side === 'above' ? start : end };
  const lines = extra.filter((line) => !isBlank(line));
  if (lines.length === 0) return { at: near };
  const places = document
    .slice(start, end)
    .map((line, at) => ({ line, at: start + at }))
    .filter(({ line }) => !isBlank(line));
  const closest = side === 'above' ? places.toReversed() : places;
  const touched = closest.slice(0, lines.length + 3).filter(({ line }) => lines.some((own) => alike(own, line)));
  if (touched.length === 0) {
    if (isOpenEnded(lines)) return 'nowhere';
    const beside = document[side === 'above' ? near - 1 : near] ?? '';
    const isInEdge = (side === 'above' ? near - 1 < start : near >= end) || isBlank(beside);
    // Items of a list resemble each other too little to tell a change from an addition.
    const isItem = lines.some((line) => /,\s*$/.test(line)) && /,\s*$/.test(beside);
    return isItem && !isInEdge ? 'similar' : { at: near };
  }
  const ordered = side === 'above' ? lines.toReversed() : lines;
  const isEach = ordered.every((own, at) => isChanged(own, closest[at]?.line ?? ''));
  if (!isEach || touched.length !== lines.length) return 'similar';
  const last = closest[lines.length - 1]?.at ?? near;
  return { at: side === 'above' ? last : last + 1 };
}

/** Whether one line may be a change of the other. */
function alike(line: string, other: string): boolean {
  if (leaves(line) && leaves(other)) return true;
  const subject = subjectOf(line);
  return isChanged(line, other) || (subject !== undefined && subject === subjectOf(other) && !isTrivialLine(other));
}

/** Whether one line is a change of the other, rather than stands beside it. */
function isChanged(line: string, other: string): boolean {
  if (isTrivialLine(other)) return false;
  const subject = subjectOf(line);
  const isSame = subject !== undefined && subject === subjectOf(other) && !subject.endsWith('(');
  return isSame || wordLikeness(line, other) >= 0.6 || (leaves(line) && leaves(other));
}

/** Behind such a line nothing comes. */
function leaves(line: string): boolean {
  return /^\s*(?:return|throw|raise|break|continue|goto)\b/.test(line);
}

/** A bracket that closes what the document opened, or opens what it may close: no place for it is certain. */
function isOpenEnded(lines: readonly string[]): boolean {
  return /^\s*[)\]}]/.test(lines[0] ?? '') || lines.every(isTrivialLine);
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
