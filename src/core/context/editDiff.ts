import { diffArrays } from 'diff';
import { quoteLines, surroundingLines } from './quoteLines.ts';
import type { ChangedLines } from './trackedText.ts';

/** Of a diff, as many tell what was done. */
const maxRows = 12;

/** Rows in front of the place of the latest edit, where not all fit. */
const rowsBefore = 8;

/** Unchanged lines around a change, so that one sees where it is. */
const contextLines = 1;

/** Changes with more lines are not compared line by line, since that takes their square. */
const maxComparedLines = 400;

interface DiffRow {
  readonly text: string;
  /** In the text as it is now: where the row is, or what it stood in front of. */
  readonly line: number;
}

/**
 * A change as the lines of a unified diff: `-` was, `+` is, a space is as it was. Without secrets, at most 12 lines,
 * around the latest edit. Empty where nothing but white space or the value of a secret has changed.
 */
export function editDiff(lines: readonly string[], change: ChangedLines, path: string): readonly string[] {
  const { start, end } = change.lines;
  const from = Math.max(0, start - contextLines);
  const quoted = quoteLines(lines, { start: from, end: Math.min(lines.length, end + contextLines) }, path);
  const [above, now, below] = [
    quoted.slice(0, start - from),
    quoted.slice(start - from, end - from),
    quoted.slice(end - from),
  ];
  const before = quoteEarlier(lines, change, path);
  if (squeeze(before) === squeeze(now)) return [];
  const rows: DiffRow[] = [
    ...above.map((text, index) => ({ text: ` ${text}`, line: from + index })),
    ...compare(before, now, start),
    ...below.map((text, index) => ({ text: ` ${text}`, line: end + index })),
  ];
  return around(rows, change.focus).map(({ text }) => text);
}

/** What stood there, in the surroundings of now. */
function quoteEarlier(lines: readonly string[], { lines: { start, end }, before }: ChangedLines, path: string) {
  const above = lines.slice(Math.max(0, start - surroundingLines), start);
  const earlier = [...above, ...before, ...lines.slice(end, end + surroundingLines)];
  return quoteLines(earlier, { start: above.length, end: above.length + before.length }, path);
}

function compare(before: readonly string[], now: readonly string[], start: number): readonly DiffRow[] {
  const isSmall = before.length + now.length <= maxComparedLines;
  const parts = isSmall
    ? diffArrays([...before], [...now])
    : [
        { removed: true, added: false, value: [...before] },
        { removed: false, added: true, value: [...now] },
      ];
  const rows: DiffRow[] = [];
  let line = start;
  for (const { removed, added, value } of parts) {
    for (const text of value) {
      rows.push({ text: `${removed ? '-' : added ? '+' : ' '}${text}`, line });
      if (!removed) line++;
    }
  }
  return rows;
}

function around(rows: readonly DiffRow[], focus: number): readonly DiffRow[] {
  if (rows.length <= maxRows) return rows;
  const at = rows.findLastIndex(({ line }) => line <= focus);
  const first = Math.max(0, Math.min(at - rowsBefore, rows.length - maxRows));
  return rows.slice(first, first + maxRows);
}

function squeeze(lines: readonly string[]): string {
  return lines.join('').replace(/\s+/g, '');
}
