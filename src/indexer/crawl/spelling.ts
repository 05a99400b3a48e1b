/**
 * How a disk spells its names, where it takes no heed of letter case: there `Foo.ts` opens `foo.ts` too, and would be a
 * second path of the same file.
 */
export class Spelling {
  readonly #namesIn: (folder: string) => readonly string[];
  readonly #known = new Map<string, ReadonlySet<string>>();

  /** @param namesIn of a folder, as the disk has them; none where it can't be read. */
  constructor(namesIn: (folder: string) => readonly string[]) {
    this.#namesIn = namesIn;
  }

  /** Whether the folder of `path` has a name that is spelled like its last one. */
  isOf(path: string): boolean {
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, cut));
    const names = this.#known.get(folder) ?? this.note(folder, this.#namesIn(folder));
    return names.has(path.slice(cut + 1).normalize());
  }

  /** Has just been read. */
  note(folder: string, names: readonly string[]): ReadonlySet<string> {
    // A disk may keep `ü` as two characters that everybody else knows as one.
    const normalized = new Set(names.map((name) => name.normalize()));
    this.#known.set(folder, normalized);
    return normalized;
  }
}
