/** Collects paths until none has come for a moment, or the first has waited long: a branch switch changes thousands. */
export class PathBatch {
  readonly #flush: (paths: readonly string[]) => void;
  readonly #paths = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #latest: NodeJS.Timeout | undefined;

  /** @param flush gets each path once, and at least one. */
  constructor(flush: (paths: readonly string[]) => void) {
    this.#flush = flush;
  }

  add(path: string): void {
    this.#paths.add(path);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#end(), quietMs);
    this.#latest ??= setTimeout(() => this.#end(), latestMs);
  }

  dispose(): void {
    this.#clear();
  }

  #end(): void {
    const paths = [...this.#paths];
    this.#clear();
    this.#flush(paths);
  }

  #clear(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    this.#paths.clear();
  }
}

const quietMs = 100;
const latestMs = 2_000;
