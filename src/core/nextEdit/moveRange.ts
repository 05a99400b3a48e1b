import type { OffsetRange, TextEdit } from '../../shared/text.ts';

/**
 * Where a range is after edits beside it: what is put in at an edge of it stays outside.
 *
 * @param edits of one change, the last in the text first.
 * @returns `undefined`: one of them has touched what stands there, or the place of an empty range.
 */
export function moveRange(range: OffsetRange, edits: readonly TextEdit[]): OffsetRange | undefined {
  let shift = 0;
  for (const { range: edited, newText } of edits) {
    const isBefore = edited.end <= range.start && (range.start < range.end || edited.end < range.start);
    if (isBefore) shift += newText.length - (edited.end - edited.start);
    else if (edited.start < range.end || edited.start <= range.start) return undefined;
  }
  return { start: range.start + shift, end: range.end + shift };
}
