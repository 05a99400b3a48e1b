/** Collects files that something is to be said of, and says it in one sentence for each reason, once. */
export class SkipLog {
  readonly #say: (sentence: string) => void;
  readonly #paths = new Map<string, Set<string>>();
  readonly #said = new Set<string>();

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  /** @param what the sentence without the names: `Not indexed, since they are symbolic links`. */
  note(path: string, what: string): void {
    if (this.#said.has(what)) return;
    const paths = this.#paths.get(what) ?? new Set();
    this.#paths.set(what, paths.add(path));
  }

  flush(): void {
    for (const [what, paths] of this.#paths) {
      const others = paths.size - namedPaths;
      const named = [...paths].slice(0, namedPaths).join(', ');
      this.#say(`${what}: ${named}${others > 0 ? ` and ${others} more` : ''}.`);
      this.#said.add(what);
    }
    this.#paths.clear();
  }
}

const namedPaths = 3;
