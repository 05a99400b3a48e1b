import type { Captures } from './captures.ts';
import type { LineStarts } from './lineStarts.ts';

/** Which comments, attributes and decorators stand directly above a line, on lines of their own. */
export class DocLines {
  /** By the line behind it: the line where the comment, or the first of several, begins. */
  readonly #startBefore = new Map<number, number>();

  constructor(text: string, lines: LineStarts, { comments, attributes, decorators }: Captures) {
    const ranges = [...comments, ...attributes, ...decorators].sort((a, b) => a.start - b.start);
    for (const { start, end } of ranges) {
      const first = lines.lineAt(start);
      // Some grammars have the end of the line in the comment.
      const behind = lines.lineAt(Math.max(start, end - 1)) + 1;
      // Beside code it says something of that code.
      if (!isBlank(text, lines.startOf(first), start) || !isBlank(text, end, lines.startOf(behind))) continue;
      if (!this.#startBefore.has(behind)) this.#startBefore.set(behind, this.startOf(first));
    }
  }

  /** The first line of what stands directly above `line`; `line` itself where nothing does. */
  startOf(line: number): number {
    return this.#startBefore.get(line) ?? line;
  }
}

function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}
