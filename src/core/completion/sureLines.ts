/**
 * Tells while an answer streams where the model stops being sure of it: all that it has said by then would have to be less
 * likely than a floor, which sinks with each line. What comes there is not worth a glance, and what is not decoded takes no
 * time.
 */
export class SureLines {
  readonly #floor: number;
  #length = 0;
  #logProbability = 0;
  /** Behind the last character so far that is no white space. */
  #textEnd = 0;
  /** The same of the lines before the one that is growing. 0: that is the first one with text. */
  #linesEnd = 0;
  /** Before the one that is growing, blank ones not counted. */
  #lines = 0;
  /** A line end stands behind the text so far. */
  #hasEnded = false;
  #end: number | undefined;

  /** @param floor natural logarithm of the probability that a first line has to have. */
  constructor(floor: number) {
    this.#floor = floor;
  }

  /**
   * The first line with text is left as it is, whatever the model thinks of it.
   *
   * @param delta `\n` ends its lines.
   * @returns once the answer has become less likely than the floor: behind the last line before that, in UTF-16 code units.
   */
  push(delta: string, logProbability: number): number | undefined {
    if (this.#end !== undefined) return this.#end;
    const start = delta.search(/\S/);
    // White space in front of a line says how deep that stands: it belongs to it.
    this.#hasEnded ||= delta.slice(0, start === -1 ? undefined : start).includes('\n');
    if (this.#hasEnded) this.#endLines(this.#textEnd, 1);
    this.#logProbability += logProbability;
    this.#endIfUnsure();
    if (start !== -1) this.#addText(delta, start);
    this.#length += delta.length;
    this.#endIfUnsure();
    return this.#end;
  }

  #endIfUnsure(): void {
    if (this.#lines === 0) return;
    const floor = this.#floor * (1 + this.#lines * moreForEachLine);
    if (this.#logProbability < floor) this.#end ??= this.#linesEnd;
  }

  #addText(delta: string, start: number): void {
    const text = delta.trimEnd();
    const lineEnd = text.lastIndexOf('\n');
    if (lineEnd > start) {
      const whole = text.slice(start, lineEnd).trimEnd();
      this.#endLines(this.#length + start + whole.length, whole.split(/\n\s*/).length);
    }
    this.#textEnd = this.#length + text.length;
    this.#hasEnded = delta.slice(text.length).includes('\n');
  }

  #endLines(linesEnd: number, count: number): void {
    if (linesEnd === this.#linesEnd) return;
    this.#linesEnd = linesEnd;
    this.#lines += count;
  }
}

/**
 * Of what the first line may cost. Of 118 lines that followed a first line worth showing, 22 stood in the file too; with 0.5, 43
 * are left, 20 of these among them, and 45 % of the tokens are not decoded. With 0, 20 are left, and 11; with 1, 64, and 21.
 * Counted once, on answers of the default model; no bench prints it.
 */
const moreForEachLine = 0.5;
