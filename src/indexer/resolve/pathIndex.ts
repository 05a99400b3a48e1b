import { folderOf, joinPath } from '../../core/context/paths.ts';

/** The files of a workspace folder, found by folder and by the end of their path. */
export class PathIndex {
  readonly #paths: ReadonlySet<string>;
  readonly #byName = new Map<string, string[]>();
  readonly #byFolder = new Map<string, string[]>();

  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    for (const path of this.#paths) {
      add(this.#byName, path.slice(path.lastIndexOf('/') + 1), path);
      add(this.#byFolder, folderOf(path), path);
    }
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  inFolder(folder: string): readonly string[] {
    return this.#byFolder.get(folder) ?? [];
  }

  hasFolder(folder: string): boolean {
    return this.#byFolder.has(folder);
  }

  folders(): Iterable<string> {
    return this.#byFolder.keys();
  }

  named(fileName: string): readonly string[] {
    return this.#byName.get(fileName) ?? [];
  }

  /**
   * Files whose path is `suffix` or ends with `/suffix`, those that share most folders with `from` first, then the
   * shorter ones.
   */
  endingWith(suffix: string, from: string): readonly string[] {
    const found = this.named(suffix.slice(suffix.lastIndexOf('/') + 1)).filter(
      (path) => path === suffix || path.endsWith(`/${suffix}`),
    );
    return nearestFirst(found, from);
  }

  /** The first of the files that exists, relative to `folder`. */
  firstOf(folder: string, names: readonly string[]): string | undefined {
    for (const name of names) {
      const path = joinPath(folder, name);
      if (path !== undefined && this.has(path)) return path;
    }
    return undefined;
  }
}

export function nearestFirst(paths: readonly string[], from: string): readonly string[] {
  if (paths.length < 2) return paths;
  const weighed = paths.map((path) => ({ path, shared: sharedFolders(path, from) }));
  return weighed
    .sort((a, b) => b.shared - a.shared || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length - 1 && shared < right.length - 1 && left[shared] === right[shared]) shared++;
  return shared;
}

function add(map: Map<string, string[]>, key: string, path: string): void {
  const paths = map.get(key);
  if (paths === undefined) map.set(key, [path]);
  else paths.push(path);
}
