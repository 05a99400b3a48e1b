import { isBlank } from '../../completion/lines.ts';
import { isElision } from './elision.ts';

/** A row of a diff as it stands there, and what kind it is taken for. */
export interface HunkRow {
  readonly kind: 'context' | 'removed' | 'added';
  /** Without the first column. */
  readonly text: string;
  /** A context row as it is written, since its first column may have been forgotten. */
  readonly raw: string;
}

export interface Hunk {
  readonly rows: readonly HunkRow[];
  /** As its head says, 0-based, where head and rows agree on the number of lines. */
  readonly place?: { readonly oldStart: number; readonly newStart: number };
}

/**
 * The hunks of one file's part of a diff. Without a head (`@@`), all rows are one.
 *
 * @param isCode says which lines are no elisions though they read like some, since the document has them.
 */
export function readHunks(diff: string, isCode: (line: string) => boolean): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let head: string | undefined;
  let rows: string[] = [];
  let isBody = false;
  const end = (): void => {
    hunks.push(...readHunk(head, rows));
    rows = [];
  };
  const lines = diff.replace(/\n$/, '').split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.startsWith('@@')) {
      end();
      head = line;
      isBody = true;
    } else if (!isBody && isFileHead(line, lines[at + 1])) continue;
    else if (/^[^+-]/.test(line) && isElision(line) && !isCode(line)) {
      // It stands for the lines between two hunks.
      end();
      head = undefined;
    } else if (!line.startsWith('\\ No newline')) rows.push(line);
  }
  end();
  return hunks;
}

function isFileHead(line: string, next: string | undefined): boolean {
  if (/^--- /.test(line)) return next?.startsWith('+++ ') === true;
  return /^(?:diff --git |Index: |index [\da-f]|\+\+\+ |={10,}|(?:old|new|deleted) (?:file )?mode|similarity|rename )/.test(
    line,
  );
}

function readHunk(head: string | undefined, lines: readonly string[]): readonly Hunk[] {
  const counts = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(head ?? '');
  const written = lines.map(readRow);
  let last = written.length;
  while (last > 0 && written[last - 1]?.raw === '') last--;
  if (counts !== null) {
    const [oldStart, oldCount, newStart, newCount] = [1, 2, 3, 4].map((group) => Number(counts[group] ?? 1)) as [
      number,
      number,
      number,
      number,
    ];
    for (let end = written.length; end >= last; end--) {
      const rows = written.slice(0, end);
      const isExact = oldSide(rows).length === oldCount && newSide(rows).length === newCount;
      // A side without lines names the line above.
      const place = { oldStart: oldStart - (oldCount > 0 ? 1 : 0), newStart: newStart - (newCount > 0 ? 1 : 0) };
      if (isExact) return rows.length === 0 ? [] : [{ rows, place }];
    }
  }
  let first = 0;
  while (first < last && isBlank(written[first]?.raw ?? '')) first++;
  const rows = written.slice(first, last);
  return rows.some(({ kind }) => kind !== 'context') ? [{ rows }] : [];
}

function readRow(line: string): HunkRow {
  const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'context';
  return { kind, text: kind === 'context' && !line.startsWith(' ') ? line : line.slice(1), raw: line };
}

export function oldSide(rows: readonly HunkRow[]): readonly HunkRow[] {
  return rows.filter(({ kind }) => kind !== 'added');
}

export function newSide(rows: readonly HunkRow[]): readonly HunkRow[] {
  return rows.filter(({ kind }) => kind !== 'removed');
}
