/** A unified diff that stands in a text without a fence around it. */
export interface BareDiff {
  /** Behind its last line. */
  readonly end: number;
  /** It is known to be over: by what follows, or since its last hunk has all the lines that its head counts. */
  readonly isWhole: boolean;
}

/**
 * @param lines with or without a `\r` at their ends.
 * @returns the diff whose first line is `start`; `undefined` where none begins there.
 */
export function bareDiff(lines: readonly string[], start: number): BareDiff | undefined {
  const head = headLength(lines, start);
  if (head === 0 || !hunkHead.test(lineAt(lines, start + head))) return undefined;
  let end = start + head;
  for (let at = end; at < lines.length; ) {
    const line = lineAt(lines, at);
    const next = headLength(lines, at);
    if (next > 0) at += next;
    else if (hunkHead.test(line)) at = hunkEnd(lines, at);
    else if (/^[ +\\-]/.test(line)) at++;
    else if (line === '' && at + 1 < lines.length && isRow(lineAt(lines, at + 1))) at++;
    else return { end, isWhole: true };
    end = at;
  }
  return { end, isWhole: isComplete(lines.slice(start, end)) };
}

const hunkHead = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

/** Lines at the beginning of a file's part: `diff --git`, `index`, `---`, `+++`. None where no part begins. */
function headLength(lines: readonly string[], start: number): number {
  let at = start;
  if (/^diff --git \S/.test(lineAt(lines, at))) {
    at++;
    while (/^(?:index |(?:old|new|deleted) (?:file )?mode |similarity |rename |copy )/.test(lineAt(lines, at))) at++;
  }
  return /^--- \S/.test(lineAt(lines, at)) && /^\+\+\+ \S/.test(lineAt(lines, at + 1)) ? at + 2 - start : 0;
}

/** Behind the lines that the head counts, or behind its own line where they are others. */
function hunkEnd(lines: readonly string[], start: number): number {
  const { end, isComplete: isCounted } = countHunk(lines, start);
  return isCounted ? end : start + 1;
}

/** Where the hunk ends whose head is `start`, and whether it has the lines that its head counts. */
export function countHunk(
  lines: readonly string[],
  start: number,
): { readonly end: number; readonly isComplete: boolean } {
  const head = hunkHead.exec(lineAt(lines, start));
  if (head === null) return { end: start, isComplete: false };
  const [, before = '1', after = '1'] = head;
  let [old, now] = [Number(before), Number(after)];
  let at = start + 1;
  for (; at < lines.length && (old > 0 || now > 0); at++) {
    const line = lineAt(lines, at);
    if (line.startsWith('\\')) continue;
    if (!/^[ +-]/.test(line) && line !== '') break;
    if (!line.startsWith('+')) old--;
    if (!line.startsWith('-')) now--;
  }
  return { end: at, isComplete: old === 0 && now === 0 };
}

function isComplete(lines: readonly string[]): boolean {
  const last = lines.findLastIndex((line) => hunkHead.test(line));
  const { end, isComplete: isCounted } = countHunk(lines, last);
  return isCounted && end === lines.length;
}

function isRow(line: string): boolean {
  return /^(?:[+\\-]\S|@@ -| +\S|diff --git )/.test(line);
}

function lineAt(lines: readonly string[], at: number): string {
  return (lines[at] ?? '').replace(/\r$/, '');
}
