import { diffArrays } from 'diff';
import type { TextEdit } from '../../../shared/text.ts';
import type { DocumentLines } from './documentLines.ts';

/** Lines `start` to `end` (0-based, exclusive) of a document become `lines`. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Differences that are looked for line by line: more take their square. */
const maxDifferences = 1_000;

/**
 * The same changes without the lines that stay, in their order. White space at the end of a line is no difference.
 *
 * @param changes disjoint.
 */
export function minimalChanges(lines: readonly string[], changes: readonly LineChange[]): readonly LineChange[] {
  const sorted = changes.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return joined(sorted.flatMap((change) => minimal(lines, change)));
}

/** Those that touch are one. */
function joined(changes: readonly LineChange[]): readonly LineChange[] {
  const result: LineChange[] = [];
  for (const change of changes) {
    const last = result.at(-1);
    if (last?.end === change.start) {
      result[result.length - 1] = { start: last.start, end: change.end, lines: [...last.lines, ...change.lines] };
    } else result.push(change);
  }
  return result;
}

function minimal(all: readonly string[], { start, end, lines }: LineChange): readonly LineChange[] {
  const from = all.slice(start, end).map(withoutEnd);
  const to = lines.map(withoutEnd);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  const [before, after] = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  if (before.length === 0 && after.length === 0) return [];
  const parts = diffArrays(before, after, { maxEditLength: maxDifferences });
  if (parts === undefined) {
    return [{ start: start + head, end: end - tail, lines: lines.slice(head, lines.length - tail) }];
  }
  const changes: LineChange[] = [];
  let [at, written] = [start + head, head];
  for (const { added, removed, count } of parts) {
    const change = {
      start: at,
      end: at + (added ? 0 : count),
      lines: removed ? [] : lines.slice(written, written + count),
    };
    if (!added) at += count;
    if (!removed) written += count;
    if (added || removed) changes.push(change);
  }
  return changes;
}

/** Changes as edits of the document's text: its line ends, byte order mark and final line end stay. */
export function toTextEdits(document: DocumentLines, changes: readonly LineChange[]): readonly TextEdit[] {
  return changes.map((change) => toTextEdit(document, change));
}

function toTextEdit(document: DocumentLines, { start, end, lines }: LineChange): TextEdit {
  const { text, starts, lineEnd, hasFinalLineEnd } = document;
  const from = starts[start] ?? text.length;
  const to = starts[end] ?? text.length;
  if (end < document.lines.length || hasFinalLineEnd) {
    return { range: { start: from, end: to }, newText: lines.map((line) => line + lineEnd).join('') };
  }
  // The last line has no end, and the one that will be last shall have none.
  const before = start === 0 ? undefined : (starts[start - 1] ?? 0) + (document.lines[start - 1] ?? '').length;
  if (start === document.lines.length) {
    return { range: { start: text.length, end: text.length }, newText: lines.map((line) => lineEnd + line).join('') };
  }
  if (lines.length === 0 && before !== undefined) return { range: { start: before, end: text.length }, newText: '' };
  return { range: { start: from, end: text.length }, newText: lines.join(lineEnd) };
}

function withoutEnd(line: string): string {
  return line.trimEnd();
}
