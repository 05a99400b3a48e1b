import type { AlignRange } from './alignEdge.ts';
import { isTrivialLine } from './lineSearch.ts';

/** Lines that both have, by index here and there, both ascending; `undefined` where their order or their place is unclear. */
export function anchorPairs(
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
