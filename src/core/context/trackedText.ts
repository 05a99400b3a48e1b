import type { LineRange } from '../../shared/codeFacts.ts';
import type { OffsetRange, TextEdit } from '../../shared/text.ts';

/** Lines that differ from what they were when the text was first seen. */
export interface ChangedLines {
  /** In the text as it is now. Empty: lines were deleted there. */
  readonly lines: LineRange;
  /** What stood there, without `\n`. */
  readonly before: readonly string[];
  /** Of the latest edit in them. */
  readonly timeMs: number;
  /** Where that was, a line in the text as it is now. */
  readonly focus: number;
}

/** Changes with fewer lines between them are one. */
const mergeDistance = 3;

/** A text that is edited, with what has changed since it was first seen. What is undone has not changed. */
export class TrackedText {
  #lines: string[];
  #length: number;
  #changes: readonly ChangedLines[] = [];

  constructor(text: string) {
    this.#lines = text.split('\n');
    this.#length = text.length;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  /** How many lines end in `range`, which lies in the text. */
  countLineEnds({ start, end }: OffsetRange): number {
    return start === end ? 0 : this.#placeOf(end).line - this.#placeOf(start).line;
  }

  isEqualTo(text: string): boolean {
    if (text.length !== this.#length) return false;
    let at = 0;
    for (const line of this.#lines) {
      if (!text.startsWith(line, at) || (at + line.length < text.length && text[at + line.length] !== '\n'))
        return false;
      at += line.length + 1;
    }
    return true;
  }

  /** From the top, at least {@link mergeDistance} lines apart. */
  get changes(): readonly ChangedLines[] {
    return this.#changes;
  }

  /** `edit` must lie in the text. */
  apply(edit: TextEdit, timeMs: number): void {
    const start = this.#placeOf(edit.range.start);
    const end = this.#placeOf(edit.range.end);
    const edited = { start: start.line, end: end.line + 1 };
    const near = this.#changes.filter(({ lines }) => distance(lines, edited) < mergeDistance);
    const merged = {
      start: Math.min(edited.start, ...near.map(({ lines }) => lines.start)),
      end: Math.max(edited.end, ...near.map(({ lines }) => lines.end)),
    };
    const before = this.#before(merged, near);
    const replaced = (this.#lines[start.line] ?? '').slice(0, start.column) + edit.newText;
    const newLines = `${replaced}${(this.#lines[end.line] ?? '').slice(end.column)}`.split('\n');
    const shift = newLines.length - (edited.end - edited.start);
    // Spread into `splice`, very many lines would not fit on the stack.
    if (newLines.length <= 1_000) this.#lines.splice(edited.start, edited.end - edited.start, ...newLines);
    else this.#lines = this.#lines.slice(0, edited.start).concat(newLines, this.#lines.slice(edited.end));
    this.#length += edit.newText.length - (edit.range.end - edit.range.start);
    const lines = { start: merged.start, end: merged.end + shift };
    const focus = edited.start + replaced.split('\n').length - 1;
    const change = this.#trim({ lines, before, timeMs, focus });
    const above = this.#changes.filter((other) => other.lines.end <= merged.start && !near.includes(other));
    const below = this.#changes.filter((other) => !near.includes(other) && !above.includes(other));
    this.#changes = [...above, ...change, ...below.map((other) => moved(other, shift))];
  }

  /** What was changed there is from now on what always stood there. */
  accept(change: ChangedLines): void {
    this.#changes = this.#changes.filter((other) => other !== change);
  }

  /** What stood in `range` of the text as it is now, where `changes` are all that lie in it. */
  #before(range: LineRange, changes: readonly ChangedLines[]): readonly string[] {
    const before: string[][] = [];
    let line = range.start;
    for (const change of changes) {
      before.push(this.#lines.slice(line, change.lines.start), [...change.before]);
      line = change.lines.end;
    }
    return [...before, this.#lines.slice(line, range.end)].flat();
  }

  /** Without the lines at both ends that are as they were; nothing where all are. */
  #trim({ lines, before, timeMs, focus }: ChangedLines): readonly ChangedLines[] {
    const now = this.#lines.slice(lines.start, lines.end);
    let head = 0;
    while (head < now.length && head < before.length && now[head] === before[head]) head++;
    let tail = 0;
    const most = Math.min(now.length, before.length) - head;
    while (tail < most && now.at(-1 - tail) === before.at(-1 - tail)) tail++;
    if (head + tail === now.length && head + tail === before.length) return [];
    const range = { start: lines.start + head, end: lines.end - tail };
    const kept = before.slice(head, before.length - tail);
    return [{ lines: range, before: kept, timeMs, focus: Math.max(range.start, Math.min(focus, range.end)) }];
  }

  #placeOf(offset: number): { readonly line: number; readonly column: number } {
    let lineStart = 0;
    let line = 0;
    for (; line < this.#lines.length - 1; line++) {
      const nextStart = lineStart + (this.#lines[line] ?? '').length + 1;
      if (offset < nextStart) break;
      lineStart = nextStart;
    }
    return { line, column: offset - lineStart };
  }
}

/** Lines between them; 0 where they touch or overlap. */
function distance(a: LineRange, b: LineRange): number {
  return Math.max(0, a.start - b.end, b.start - a.end);
}

function moved(change: ChangedLines, shift: number): ChangedLines {
  const lines = { start: change.lines.start + shift, end: change.lines.end + shift };
  return { ...change, lines, focus: change.focus + shift };
}
