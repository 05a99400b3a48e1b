/** Tells how far a copy is, in whole percents: a JSON object a line, or a line that is written over where somebody looks. */
export class ImportProgress {
  readonly #isJson: boolean;
  #percent = -1;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  report(doneBytes: number, totalBytes: number): void {
    const percent = Math.floor((doneBytes / totalBytes) * 100);
    if (percent === this.#percent) return;
    this.#percent = percent;
    if (this.#isJson) console.log(JSON.stringify({ doneBytes, totalBytes }));
    else if (process.stderr.isTTY) process.stderr.write(`\r${percent} % of ${(totalBytes / 1e9).toFixed(2)} GB   `);
  }

  end(): void {
    if (!this.#isJson && process.stderr.isTTY && this.#percent >= 0) process.stderr.write('\n');
  }
}
