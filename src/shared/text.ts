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
