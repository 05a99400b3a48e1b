import { diffArrays } from 'diff';
import { BugError, UserError } from '../../shared/errors.ts';
import { applyEdits, type OffsetRange, type TextEdit } from '../../shared/text.ts';

/** Whole lines of a document that are to become others. Those of one document are ascending and do not overlap. */
export interface Hunk {
  /** Stays the same as long as the hunk is known. */
  readonly id: number;
  /** Where it is in the document's text as it is now. */
  readonly range: OffsetRange;
  /** What it takes the place of; empty: lines are put in. */
  readonly oldText: string;
  /** Empty: the lines go. Never the same as `oldText`. */
  readonly newText: string;
  /** Where one of the two is empty: what tells the place, since no text of its own does. */
  readonly beside?: Beside;
}

/** The lines before and behind a place, with their ends; `''` at the edges of the document. */
export interface Beside {
  readonly above: string;
  readonly below: string;
}

/** The fewest lines that have to change, as hunks of `before`. Between two of them a line stays. */
export function hunksBetween(before: string, after: string): readonly Hunk[] {
  const from = linesOf(before);
  const to = linesOf(after);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const [old, wanted] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  const hunks: Hunk[] = [];
  let start = lengthOf(from.slice(0, head));
  let [oldText, newText] = ['', ''];
  const finish = (): void => {
    const end = start + oldText.length;
    const range = { start, end };
    const beside = oldText === '' || newText === '' ? { beside: linesBeside(before, range) } : {};
    if (oldText !== newText) hunks.push({ id: hunks.length, range, oldText, newText, ...beside });
    start = end;
    [oldText, newText] = ['', ''];
  };
  for (const { added, removed, value } of diffArrays(old, wanted, { maxEditLength: maxDifferences }) ?? [
    { added: false, removed: true, value: old },
    { added: true, removed: false, value: wanted },
  ]) {
    if (removed) oldText += value.join('');
    else if (added) newText += value.join('');
    else {
      finish();
      start += lengthOf(value);
    }
  }
  finish();
  return hunks;
}

/** The document's text as it is with these hunks accepted; `acceptEdits` says what they have to be. */
export function proposalText(text: string, hunks: readonly Hunk[]): string {
  return applyEdits(text, acceptEdits(text, hunks));
}

/** Where a hunk is on both sides of a diff, in lines: 0-based, end-exclusive. Empty: before the line `start`. */
export interface HunkLines {
  readonly id: number;
  /** In the document. */
  readonly old: OffsetRange;
  /** In its `proposalText`. */
  readonly new: OffsetRange;
}

/** @param hunks of `text`, ascending. */
export function hunkLines(text: string, hunks: readonly Hunk[]): readonly HunkLines[] {
  let shift = 0;
  return hunks.map(({ id, range, oldText, newText }) => {
    const start = text.slice(0, range.start).split('\n').length - 1;
    const [oldCount, newCount] = [linesOf(oldText).length, linesOf(newText).length];
    const lines = {
      id,
      old: { start, end: start + oldCount },
      new: { start: start + shift, end: start + shift + newCount },
    };
    shift += newCount - oldCount;
    return lines;
  });
}

/**
 * What accepting the hunks changes, the last in the text first.
 *
 * @param hunks of `text`, ascending.
 * @throws UserError `inputInvalid` where something else stands in the text than what a hunk takes the place of.
 */
export function acceptEdits(text: string, hunks: readonly Hunk[]): readonly TextEdit[] {
  let end = 0;
  const edits = hunks.map(({ range, oldText, newText }) => {
    if (range.start < end) throw new BugError('Hunks overlap, or are out of order.');
    end = range.end;
    if (text.slice(range.start, range.end) !== oldText) {
      throw new UserError('inputInvalid', 'These lines have changed meanwhile. Run the refactoring again.');
    }
    return { range, newText };
  });
  return edits.reverse();
}

export function linesBeside(text: string, { start, end }: OffsetRange): Beside {
  const lineStart = startOfLine(text, start - endLength(text, start));
  const below = /[^\r\n]*(?:\r\n|\r|\n)?/y;
  below.lastIndex = end;
  return { above: text.slice(lineStart, start), below: below.exec(text)?.[0] ?? '' };
}

/** Of the line end in front of an offset. */
function endLength(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\r') return 1;
  if (offset === 0 || text[offset - 1] !== '\n') return 0;
  return text[offset - 2] === '\r' ? 2 : 1;
}

/** Of the line that the offset is in: a pattern that is not held at its start would look from each character on. */
function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Differences that are looked for line by line: more take their square. */
const maxDifferences = 400;

/** With their line ends: joined, they are the text again. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}
