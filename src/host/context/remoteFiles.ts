import { describeSkip, maxFileBytes, whyFolderSkipped, whySkipped } from '../../core/context/fileKinds.ts';
import { everything, IgnoreRules, ignoreFileNames, isIgnoreFile } from '../../core/context/ignoreRules.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { Workspace, WorkspaceFile } from '../../shared/workspace.ts';

/** A folder's files as VS Code's file system API shows them. Paths are relative, `/`-separated; the folder itself is empty. */
export interface FolderFiles {
  /** @throws where it is no folder, or has gone. */
  readDirectory(path: string): Promise<readonly FolderEntry[]>;
  /** @throws where there is no such file. */
  stat(path: string): Promise<FileStat>;
  /** @throws where there is no such file. */
  read(path: string): Promise<Uint8Array>;
}

export interface FolderEntry {
  readonly name: string;
  /** `other`: symbolic links, and what is neither. */
  readonly kind: 'file' | 'folder' | 'other';
}

export interface FileStat {
  readonly kind: FolderEntry['kind'];
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface RemoteFilesOptions {
  readonly files: FolderFiles;
  /** Globs of `files.exclude`. */
  readonly excludes: readonly string[];
  /** Told of a file that a user may miss. `why`: `they are larger than 1 MiB`. */
  readonly onSkip?: (path: string, why: string) => void;
}

/**
 * A workspace folder that is not on this machine's disk. What is ignored, private or worthless is neither listed nor read,
 * by the same rules as on the disk: where an ignore file can't be read, it may name everything that it governs. Each file is
 * a round trip, so there are fewer of them.
 */
export class RemoteFiles implements Workspace {
  readonly #options: RemoteFilesOptions;
  #known: KnownRules;

  constructor(options: RemoteFilesOptions) {
    this.#options = options;
    this.#known = this.#noRules();
  }

  async list(signal: AbortSignal, under = ''): Promise<readonly WorkspaceFile[]> {
    // What could not be read may be there again.
    if (under === '') this.#known = this.#noRules();
    const found: WorkspaceFile[] = [];
    const folders = under === '' || (await this.#mayEnter(under)) ? [under] : [];
    for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
      throwIfAborted(signal);
      const entries = await this.#entriesOf(folder);
      const paths = entries.filter(({ kind }) => kind === 'file').map(({ name }) => join(folder, name));
      for (let start = 0; start < paths.length; start += requestsAtOnce) {
        throwIfAborted(signal);
        const files = await Promise.all(paths.slice(start, start + requestsAtOnce).map((path) => this.stat(path)));
        found.push(...files.filter((file) => file !== undefined));
        if (found.length < maxRemoteFiles) continue;
        this.#options.onSkip?.(folder, `there are more than ${maxRemoteFiles.toLocaleString('en')} of them`);
        return found.slice(0, maxRemoteFiles);
      }
      for (const { name, kind } of entries) {
        const path = join(folder, name);
        if (kind === 'folder' && (await this.#mayEnter(path))) folders.push(path);
      }
    }
    return found;
  }

  async stat(path: string): Promise<WorkspaceFile | undefined> {
    // By its name, before it is asked for: a round trip each.
    if (!isRelative(path) || whySkipped(path, 1) !== undefined) return undefined;
    if (await this.#ignores(path)) return undefined;
    const { kind, sizeBytes, modifiedMs } = await this.#options.files.stat(path).catch(() => missing);
    if (kind !== 'file') return undefined;
    const reason = whySkipped(path, sizeBytes);
    if (reason === 'tooLarge') this.#options.onSkip?.(path, `they are ${describeSkip(reason)}`);
    return reason === undefined ? { path, sizeBytes, modifiedMs } : undefined;
  }

  async read(path: string, limitBytes: number): Promise<Uint8Array | undefined> {
    const file = await this.stat(path);
    if (file === undefined || file.sizeBytes > Math.min(limitBytes, maxFileBytes)) return undefined;
    const bytes = await this.#options.files.read(path).catch(() => undefined);
    return bytes !== undefined && bytes.length <= limitBytes ? bytes : undefined;
  }

  filesChanged(paths: readonly string[]): void {
    if (paths.some(isIgnoreFile)) this.#known = this.#noRules();
  }

  #noRules(): KnownRules {
    return { rules: new IgnoreRules({ excludes: this.#options.excludes, ignoreCase: false }), read: new Map() };
  }

  async #mayEnter(folder: string): Promise<boolean> {
    if (!isRelative(folder) || whyFolderSkipped(folder) !== undefined) return false;
    return !(await this.#ignores(`${folder}/`));
  }

  async #entriesOf(folder: string): Promise<readonly FolderEntry[]> {
    try {
      return await this.#options.files.readDirectory(folder);
    } catch (error) {
      // That the root is away does not mean that its files have gone.
      if (folder === '') throw error;
      this.#options.onSkip?.(folder, 'they can not be read');
      return [];
    }
  }

  /** @param path of a folder with `/` at its end. */
  async #ignores(path: string): Promise<boolean> {
    const parts = path.replace(/\/$/, '').split('/').slice(0, -1);
    const folders = ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
    for (;;) {
      const known = this.#known;
      await Promise.all(folders.map((folder) => this.#readRules(folder, known)));
      // Otherwise an ignore file has changed meanwhile: new rules, of which none has been read yet, ignore nothing.
      if (known === this.#known) return known.rules.ignores(path);
    }
  }

  #readRules(folder: string, { rules, read }: KnownRules): Promise<void> {
    const known = read.get(folder);
    if (known !== undefined) return known;
    const reading = this.#ignoreTexts(folder).then((texts) => {
      rules.set(folder, texts ?? [everything]);
      // A folder that is not there yet has no rules that could be remembered.
      if (texts === undefined) read.delete(folder);
    });
    read.set(folder, reading);
    return reading;
  }

  /** Of those that are there, the weaker first. `undefined`: the folder does not say which are. */
  async #ignoreTexts(folder: string): Promise<readonly string[] | undefined> {
    const entries = await this.#options.files.readDirectory(folder).catch(() => undefined);
    if (entries === undefined) return undefined;
    // What is no folder is read, links too: no prompt has its text.
    const isThere = (name: string) => entries.some((entry) => entry.name === name && entry.kind !== 'folder');
    const texts = await Promise.all(ignoreFileNames.filter(isThere).map((name) => this.#readText(join(folder, name))));
    const readable = texts.filter((text) => text !== undefined);
    return readable.length === texts.length ? readable : [everything];
  }

  async #readText(path: string): Promise<string | undefined> {
    const bytes = await this.#options.files.read(path).catch(() => undefined);
    if (bytes !== undefined && bytes.length <= maxIgnoreFileBytes) return new TextDecoder().decode(bytes);
    this.#options.onSkip?.(path, 'their ignore file can not be read');
    return undefined;
  }
}

interface KnownRules {
  readonly rules: IgnoreRules;
  /** Folders whose ignore files are among the rules, or will be. */
  readonly read: Map<string, Promise<void>>;
}

/** More would be an hour of round trips. */
const maxRemoteFiles = 10_000;
const requestsAtOnce = 16;
const maxIgnoreFileBytes = 1_000_000;
const missing: FileStat = { kind: 'other', sizeBytes: 0, modifiedMs: 0 };

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function isRelative(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
