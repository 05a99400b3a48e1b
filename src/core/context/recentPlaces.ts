import type { LineRange } from '../../shared/codeFacts.ts';
import { agePhrase, decay } from './age.ts';
import { whySkipped } from './fileKinds.ts';
import { quoteLines } from './quoteLines.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';

/** Code that the user had on the screen. */
export interface SeenPlace {
  /** `/`-separated, relative to the workspace folder. */
  readonly path: string;
  readonly languageId: string;
  /** 0-based. */
  readonly cursorLine: number;
  readonly visible: LineRange;
  /** When, in ms of any clock. */
  readonly timeMs: number;
}

const maxPlaces = 12;
const maxSnippets = 6;
const maxAgeMs = 30 * 60_000;

/** Lines of a quotation above and below the cursor. */
const linesAbove = 10;
const linesBelow = 14;

/** Expected use of what was left just now; it halves in eight minutes. */
const freshScore = 0.35;
const halfLifeMs = 8 * 60_000;

/** The places with `place` as the newest, the last. It takes the place of those of its file that it overlaps. */
export function addPlace(places: readonly SeenPlace[], place: SeenPlace): readonly SeenPlace[] {
  if (whySkipped(place.path, 1) !== undefined) return places;
  const others = places.filter((other) => other.path !== place.path || !overlap(other.visible, place.visible));
  return [...others, place].slice(-maxPlaces);
}

/**
 * The code around the cursor of each place in another file than `ownPath`, the newest last. `texts` are documents as they
 * are now, by path: the places of others are left out.
 */
export function placeSnippets(
  places: readonly SeenPlace[],
  texts: ReadonlyMap<string, string>,
  ownPath: string,
  nowMs: number,
): readonly Snippet[] {
  const elsewhere = places.filter(({ path, timeMs }) => path !== ownPath && nowMs - timeMs <= maxAgeMs);
  return elsewhere
    .slice(-maxSnippets)
    .map((place) => toSnippet(place, texts.get(place.path), nowMs))
    .filter((snippet) => snippet !== undefined);
}

function toSnippet(place: SeenPlace, document: string | undefined, nowMs: number): Snippet | undefined {
  if (document === undefined) return undefined;
  const { path, languageId } = place;
  const all = document.split('\n');
  const lines = chunkAround(all, place);
  const text = quoteLines(all, lines, path).join('\n');
  if (text.trim() === '') return undefined;
  const ageMs = nowMs - place.timeMs;
  return {
    path,
    languageId,
    lines,
    text,
    kind: 'recentFile',
    reason: `seen ${agePhrase(ageMs)}`,
    score: decay(freshScore, ageMs, halfLifeMs),
    tokens: snippetTokens(path, text),
  };
}

/**
 * Lines around the cursor, or around the middle of the screen where the cursor was elsewhere: from and to a blank line
 * where there is one, so that it begins and ends as the code does. The same for all positions in a paragraph.
 */
function chunkAround(all: readonly string[], { cursorLine, visible }: SeenPlace): LineRange {
  const isVisible = cursorLine >= visible.start && cursorLine < visible.end;
  const middle = isVisible ? cursorLine : Math.floor((visible.start + visible.end) / 2);
  const at = Math.max(0, Math.min(middle, all.length - 1));
  const isBlankAt = (line: number): boolean => (all[line] ?? '').trim() === '';
  const top = Math.max(0, at - linesAbove);
  const bottom = Math.min(all.length, at + 1 + linesBelow);
  let start = top;
  while (start < at && start > 0 && !isBlankAt(start - 1)) start++;
  let end = bottom;
  while (end > at + 1 && end < all.length && !isBlankAt(end)) end--;
  // A paragraph that is longer than the quotation has no such line.
  if (start === at) start = top;
  if (end === at + 1) end = bottom;
  while (start < end && isBlankAt(start)) start++;
  while (end > start && isBlankAt(end - 1)) end--;
  return { start, end };
}

function overlap(a: LineRange, b: LineRange): boolean {
  return a.start < b.end && b.start < a.end;
}
