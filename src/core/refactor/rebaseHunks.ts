import type { OffsetRange, TextEdit } from '../../shared/text.ts';
import { type Beside, type Hunk, hunksBetween, linesBeside } from './hunks.ts';

/**
 * `open`: what the hunk takes the place of stands there, as whole lines. `accepted`: what it makes of it does. `changed`:
 * neither. It says what the text is, not what was done: a hunk whose acceptance is undone is open again.
 */
export type HunkStatus = 'open' | 'accepted' | 'changed';

export function hunkStatus(text: string, { range, oldText, newText, beside }: Hunk): HunkStatus {
  const there = text.slice(range.start, range.end);
  if (there === '' && !isBeside(text, range, beside)) return 'changed';
  if (there === newText) return 'accepted';
  return there === oldText && isWholeLines(text, range, oldText, newText) ? 'open' : 'changed';
}

/**
 * The hunks where they are after a change of the document. Text at the edge of a hunk is taken for a part of it only where
 * that makes it what the hunk replaces or brings, as when its acceptance is done or undone in smaller edits.
 *
 * @param edits of one event, the last in the text first.
 * @param text the document's after them. Left out: no text at the edge is taken for a part of a hunk.
 * @returns without those that an edit was made across an edge of, or that no text is left before, to tell them from the next.
 */
export function rebaseHunks(hunks: readonly Hunk[], edits: readonly TextEdit[], text?: string): readonly Hunk[] {
  const placed: Hunk[] = [];
  const ascending = edits.toReversed();
  for (const hunk of hunks) {
    const behind = placed.at(-1)?.range.end ?? -1;
    const candidates = (['both', 'end', 'start', 'behind', 'tight'] as const).flatMap((edges) => {
      const range = movedRange(hunk.range, ascending, edges);
      return range !== undefined && range.start > behind ? [{ ...hunk, range }] : [];
    });
    const isKnown = (moved: Hunk): boolean => text !== undefined && hunkStatus(text, moved) !== 'changed';
    const rebased = candidates.find(isKnown) ?? candidates.at(-1);
    if (rebased !== undefined) placed.push(rebased);
  }
  return placed;
}

/**
 * The same change in smaller edits, without the lines that stay: what comes from the disk is one edit, from the first line
 * that differs to the last.
 *
 * @param text that the edits are of, the last in it first; so are those that are returned.
 */
export function smallEdits(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.flatMap((edit) => {
    const { start, end } = edit.range;
    const old = text.slice(start, end);
    if (!old.includes('\n') || !edit.newText.includes('\n')) return [edit];
    return hunksBetween(old, edit.newText)
      .map(({ range, newText }) => ({ range: { start: range.start + start, end: range.end + start }, newText }))
      .reverse();
  });
}

/**
 * Where text is that is put in at an edge of a range: outside of it (where the range is empty: behind it), within at its
 * start, its end, or both; or before it, where the range is empty.
 */
type Edges = 'tight' | 'start' | 'end' | 'both' | 'behind';

/** @returns `undefined`: an edit was made across an edge. */
function movedRange(
  { start, end }: OffsetRange,
  ascending: readonly TextEdit[],
  edges: Edges,
): OffsetRange | undefined {
  let [before, within] = [0, 0];
  for (const { range, newText } of ascending) {
    const growth = newText.length - (range.end - range.start);
    const isInsertion = range.start === range.end;
    const isTaken =
      (isInsertion && range.start === start && (edges === 'start' || edges === 'both')) ||
      (isInsertion && range.start === end && (edges === 'end' || edges === 'both'));
    const isPassed = edges === 'behind' && range.end === end;
    if (isTaken || (range.start >= start && range.end <= end && range.start < end && range.end > start))
      within += growth;
    else if (range.start >= end && !isPassed) break;
    else if (range.end <= start) before += growth;
    else return undefined;
  }
  return { start: start + before, end: end + before + within };
}

/** One of the lines around the place is the one that was there. */
function isBeside(text: string, range: OffsetRange, beside: Beside | undefined): boolean {
  if (beside === undefined) return true;
  const { above, below } = linesBeside(text, range);
  return above === beside.above || below === beside.below;
}

/** Accepting the hunk puts nothing onto a line that is there, and joins no two. */
function isWholeLines(text: string, { start, end }: OffsetRange, oldText: string, newText: string): boolean {
  if (!isLineStart(text, start)) return false;
  if (end === text.length) return true;
  if (endsLine(oldText) || oldText === '') return isLineStart(text, end) && (newText === '' || endsLine(newText));
  // It was the last line, without an end, and has got one.
  return /[\r\n]/.test(text.charAt(end)) && newText !== '' && !endsLine(newText);
}

function isLineStart(text: string, offset: number): boolean {
  if (offset === 0) return true;
  const before = text.charAt(offset - 1);
  return before === '\n' || (before === '\r' && text.charAt(offset) !== '\n');
}

function endsLine(text: string): boolean {
  return /[\r\n]$/.test(text);
}
