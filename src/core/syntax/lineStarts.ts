/** Where each line begins; lines end with `\n`. An empty text has one line. */
export class LineStarts {
  readonly #starts: readonly number[];
  readonly #endsWithNewline: boolean;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#endsWithNewline = text.endsWith('\n');
    this.length = text.length;
  }

  /** Of the text. */
  readonly length: number;

  /** Lines as they are counted in a file: an end of line at the end begins no further one. */
  get count(): number {
    return this.length === 0 ? 0 : this.#starts.length - (this.#endsWithNewline ? 1 : 0);
  }

  /** The line that `offset` is in. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The offset at which `line` begins; the text's length for one behind the last. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.length;
  }
}
