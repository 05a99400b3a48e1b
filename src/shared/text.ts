/**
 * A half-open range of a text.
 *
 * Offsets are 0-based, count UTF-16 code units (as `vscode.TextDocument.offsetAt` does), and `end` is exclusive.
 * Law: `0 <= start <= end`.
 */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` by `newText`. An insertion has an empty range. */
export interface TextEdit {
  readonly range: OffsetRange;
  readonly newText: string;
}

/** The text after `edit` has been applied to `text`. */
export function applyEdit(text: string, edit: TextEdit): string {
  return text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
}

/**
 * The text after all edits of one event, which do not overlap, in linear time.
 *
 * @param edits the last in the text first; their ranges are those of `text`.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let end = text.length;
  for (const { range, newText } of edits) {
    pieces.push(text.slice(range.end, end), newText);
    end = range.start;
  }
  return [text.slice(0, end), ...pieces.reverse()].join('');
}
