import { applyEdits, type OffsetRange, type TextEdit } from '../../shared/text.ts';
import { moveRange } from './moveRange.ts';

/** What was done to a place of a text: in whole words, and as little as that allows. */
export interface DoneEdit {
  /** Where `newText` stands in the text as it is now. */
  readonly range: OffsetRange;
  readonly oldText: string;
  readonly newText: string;
}

/** Edits of one place, as long as nothing else is edited. */
export interface Burst {
  /** The text before it. */
  readonly before: string;
  /** What of that has become `range` of the text as it is now. */
  readonly beforeRange: OffsetRange;
  readonly range: OffsetRange;
}

/** What was edited in a document of late. */
export interface EditHistory {
  readonly text: string;
  readonly burst?: Burst;
  /** Before the burst, the latest last; places that were not edited again. */
  readonly done: readonly DoneEdit[];
}

export function newHistory(text: string): EditHistory {
  return { text, done: [] };
}

/**
 * The history after one change of the document.
 *
 * @param edits which do not overlap; the last in the text first.
 */
export function recordEdits(history: EditHistory, edits: readonly TextEdit[]): EditHistory {
  const text = applyEdits(history.text, edits);
  const [edit] = edits;
  if (edit === undefined) return history;
  // A file that was changed on the disk or reverted, a paste, a formatter: nothing that is done again by hand.
  if (edits.length > maxEdits || edits.some((one) => isLarge(one) || isOfLines(history.text, one)))
    return newHistory(text);
  if (edits.length > 1) return { text, done: movedDone(closedEdits(history), edits) };
  if (history.burst !== undefined && isSamePlace(history.text, history.burst.range, edit))
    return { text, burst: merged(history.burst, edit), done: movedDone(history.done, edits) };
  const end = edit.range.start + edit.newText.length;
  const burst = { before: history.text, beforeRange: edit.range, range: { start: edit.range.start, end } };
  return { text, burst, done: movedDone(closedEdits(history), edits) };
}

/** The history after a change that nobody has made by hand: it is no pattern for others. */
export function passEdits(history: EditHistory, edits: readonly TextEdit[]): EditHistory {
  return { text: applyEdits(history.text, edits), done: movedDone(closedEdits(history), edits) };
}

/** What the burst has done. `undefined`: nothing, or nothing that could be done again in a line. */
export function burstEdit({ text, burst }: EditHistory): DoneEdit | undefined {
  if (burst === undefined) return undefined;
  const edit = wholeWords(burst, text);
  const isOneLine = !/[\r\n]/.test(edit.oldText + edit.newText);
  return isOneLine && edit.oldText !== edit.newText && edit.newText.length <= maxEditLength ? edit : undefined;
}

export function isWordCharacter(character: string): boolean {
  return /[\p{ID_Continue}$]/u.test(character);
}

const maxEditLength = 200;
const maxEdits = 20;
const maxDone = 8;
/** Between two words of one expression. */
const joints: ReadonlySet<string> = new Set(['', '.', '?.', '::', '->', '-', '/']);

function isLarge({ range, newText }: TextEdit): boolean {
  return newText.length + range.end - range.start > maxEditLength;
}

/** Replaces lines by lines. */
function isOfLines(text: string, { range, newText }: TextEdit): boolean {
  return newText.includes('\n') && text.slice(range.start, range.end).includes('\n');
}

function closedEdits(history: EditHistory): readonly DoneEdit[] {
  const edit = burstEdit(history);
  return edit === undefined ? history.done : [...history.done, edit].slice(-maxDone);
}

/** Without those that an edit has touched. */
function movedDone(done: readonly DoneEdit[], edits: readonly TextEdit[]): readonly DoneEdit[] {
  return done.flatMap((one) => {
    const range = moveRange(one.range, edits);
    return range === undefined ? [] : [{ ...one, range }];
  });
}

function isSamePlace(text: string, burst: OffsetRange, { range }: TextEdit): boolean {
  let { start, end } = burst;
  while (start > 0 && isWordCharacter(text.charAt(start - 1))) start--;
  while (end < text.length && isWordCharacter(text.charAt(end))) end++;
  if (range.start > end) return joints.has(text.slice(end, Math.min(range.start, end + maxJointLength)));
  return range.end >= start || joints.has(text.slice(Math.max(range.end, start - maxJointLength), start));
}

/** Longer than any of {@link joints}. */
const maxJointLength = 3;

function merged({ before, beforeRange, range }: Burst, { range: edited, newText }: TextEdit): Burst {
  const start = Math.min(range.start, edited.start);
  const end = Math.max(range.end, edited.end);
  return {
    before,
    beforeRange: { start: beforeRange.start - (range.start - start), end: beforeRange.end + (end - range.end) },
    range: { start, end: end + newText.length - (edited.end - edited.start) },
  };
}

function wholeWords({ before, beforeRange, range }: Burst, text: string): DoneEdit {
  const [old, now] = [before.slice(beforeRange.start, beforeRange.end), text.slice(range.start, range.end)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  let [start, end] = [range.start + head, range.end - tail];
  let [oldStart, oldEnd] = [beforeRange.start + head, beforeRange.end - tail];
  const isPart = (offset: number, oldOffset: number): boolean =>
    (start < end && isWordCharacter(text.charAt(offset))) ||
    (oldStart < oldEnd && isWordCharacter(before.charAt(oldOffset)));
  const [extendsLeft, extendsRight] = [isPart(start, oldStart), isPart(end - 1, oldEnd - 1)];
  for (; extendsLeft && start > 0 && isWordCharacter(text.charAt(start - 1)); start--) oldStart--;
  for (; extendsRight && end < text.length && isWordCharacter(text.charAt(end)); end++) oldEnd++;
  return { range: { start, end }, oldText: before.slice(oldStart, oldEnd), newText: text.slice(start, end) };
}
