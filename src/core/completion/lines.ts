/** Questions about lines that several decisions ask. A line never includes its `\n` or `\r\n`. */

/** Width of a tab where indentations are compared. Only the order of widths matters, so the editor's own is not needed. */
const tabWidth = 4;

/** The part of the cursor's line that is left of it. */
export function lineBefore(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf('\n') + 1);
}

/** The part of the cursor's line that is right of it. */
export function lineAfter(suffix: string): string {
  const end = suffix.indexOf('\n');
  return stripReturn(end === -1 ? suffix : suffix.slice(0, end));
}

/** The last line above the cursor's that is not blank. */
export function previousLine(prefix: string): string | undefined {
  let end = prefix.lastIndexOf('\n');
  while (end !== -1) {
    const start = prefix.lastIndexOf('\n', end - 1);
    const line = stripReturn(prefix.slice((end === 0 ? -1 : start) + 1, end));
    if (!isBlank(line)) return line;
    end = end === 0 ? -1 : start;
  }
  return undefined;
}

/** The first line below the cursor's that is not blank. */
export function nextLine(suffix: string): string | undefined {
  let start = suffix.indexOf('\n') + 1;
  while (start !== 0) {
    const line = lineAfter(suffix.slice(start, start + maxLineLength));
    if (!isBlank(line)) return line;
    start = suffix.indexOf('\n', start) + 1;
  }
  return undefined;
}

/** A longer line is only compared by its beginning. */
const maxLineLength = 2_000;

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Leading spaces and tabs. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Columns of leading white space. */
export function indentWidth(line: string): number {
  let width = 0;
  for (const char of indentOf(line)) width = char === '\t' ? width + tabWidth - (width % tabWidth) : width + 1;
  return width;
}

/** Nothing but closing brackets, quotes and what usually follows them. */
export function isClosersOnly(text: string): boolean {
  return /^[)>}\]"'`]*\s*[:{;,]?$/.test(text.trim());
}

/**
 * Whether a line that goes on right of the cursor leaves a gap for a completion: behind closers, or a closing tag, it goes
 * on with something that the completion does not belong to.
 */
export function leavesGap(tail: string): boolean {
  if (isClosersOnly(tail)) return true;
  return /^(?:[)>}\]"'`]+\s*(?:,|=>|=(?!=))|,|<\/[\w.:-]*>)/.test(tail.trim());
}

/** Whether two lines are one and the same: at another indentation the same words belong to another block. */
export function isSameLine(line: string, other: string): boolean {
  return line.trim() === other.trim() && indentWidth(line) === indentWidth(other);
}

function stripReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
