/** Accepted text, followed through the edits that come after it, and compared with what stands there later. */
import { diffArrays } from 'diff';
import type { OffsetRange, TextEdit } from '../../shared/text.ts';

/** Accepted text and where it is, or what has become of it, as far as is known. */
export interface FollowedText {
  readonly text: string;
  readonly range: OffsetRange;
}

/**
 * Where the text is after edits of its document. What is typed within it belongs to it, and what is put in its place.
 *
 * @param edits of one change, the last in the document first.
 * @returns `undefined` where so much was replaced at once, or put in, that its place can't be told.
 */
export function followEdits({ text, range }: FollowedText, edits: readonly TextEdit[]): OffsetRange | undefined {
  let followed: OffsetRange | undefined = range;
  for (const edit of edits) followed = followed && followEdit(text, followed, edit);
  return followed;
}

/**
 * How much of accepted text stands in another: its words and signs, in their order.
 *
 * @returns characters without white space. Law: `keptCharacters <= characters`.
 */
export function compareKept(
  accepted: string,
  now: string,
): { readonly characters: number; readonly keptCharacters: number } {
  const words = wordsOf(accepted);
  const same = diffArrays([...words], [...wordsOf(now)]).filter(({ added, removed }) => !added && !removed);
  return { characters: lengthOf(words), keptCharacters: lengthOf(same.flatMap(({ value }) => value)) };
}

/** More than anybody types in five minutes. */
const maxGrownLength = 10_000;

function followEdit(text: string, { start, end }: OffsetRange, { range, newText }: TextEdit): OffsetRange | undefined {
  const grownBy = newText.length - (range.end - range.start);
  // All of it was deleted: what comes to its place, perhaps by an undo, is what has become of it.
  const isIntoNothing = start === end && range.start === start && range.end === end;
  if (range.end <= start && !isIntoNothing) return { start: start + grownBy, end: end + grownBy };
  if (range.start >= end && !isIntoNothing) return { start, end };
  const moved = {
    start: Math.min(start, range.start),
    end: range.end > end || isIntoNothing ? range.start + newText.length : end + grownBy,
  };
  if (moved.end - moved.start <= 4 * text.length + maxGrownLength) return moved;
  const found = newText.indexOf(text);
  if (found === -1 || newText.includes(text, found + 1)) return undefined;
  return { start: range.start + found, end: range.start + found + text.length };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, { length }) => sum + length, 0);
}
