import { type FolderFiles, RemoteFiles } from '../../context/remoteFiles.ts';

/** Which files of a workspace folder may be quoted, where no index says so: by the same rules, read anew for each question. */
export class FolderCheck {
  readonly #files: FolderFiles;
  readonly #rules: RemoteFiles;
  readonly #realFolders = new Map<string, Promise<boolean>>();

  /** @param excludes globs of `files.exclude`. */
  constructor(files: FolderFiles, excludes: readonly string[]) {
    this.#files = files;
    this.#rules = new RemoteFiles({ files, excludes });
  }

  /** @param path `/`-separated, relative to the folder. */
  async mayQuote(path: string): Promise<boolean> {
    return (await this.#rules.stat(path)) !== undefined && (await this.#isRealFolder(parentOf(path)));
  }

  /** Whether it and all its parents are folders, not links to some: what a link leads to may lie anywhere. */
  #isRealFolder(path: string): Promise<boolean> {
    const known = this.#realFolders.get(path);
    if (known !== undefined) return known;
    const isReal = this.#lookAt(path);
    this.#realFolders.set(path, isReal);
    return isReal;
  }

  async #lookAt(path: string): Promise<boolean> {
    if (path === '') return true;
    const found = await this.#files.stat(path).catch(() => undefined);
    return found?.kind === 'folder' && (await this.#isRealFolder(parentOf(path)));
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
