import type { OffsetRange } from '../../shared/text.ts';
import type { LineStarts } from './lineStarts.ts';

/** Which comments and attributes stand directly above a line. */
export class DocLines {
  /** By the line behind it: the line where the comment, or the first of several, begins. */
  readonly #startBefore = new Map<number, number>();

  constructor(text: string, lines: LineStarts, comments: readonly OffsetRange[]) {
    for (const { start, end } of [...comments].sort((a, b) => a.start - b.start)) {
      const first = lines.lineAt(start);
      // A comment behind code says something of that code.
      if (text.slice(lines.startOf(first), start).trim() !== '') continue;
      // Some grammars have the end of the line in the comment.
      const behind = lines.lineAt(Math.max(start, end - 1)) + 1;
      if (!this.#startBefore.has(behind)) this.#startBefore.set(behind, this.startOf(first));
    }
  }

  /** The first line of what stands directly above `line`; `line` itself where nothing does. */
  startOf(line: number): number {
    return this.#startBefore.get(line) ?? line;
  }
}
