import { lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { describeSkip, whyFolderSkipped, whySkipped } from '../../core/context/fileKinds.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { Workspace, WorkspaceFile } from '../../shared/workspace.ts';
import { TimeSlice } from '../timeSlice.ts';
import { gitExcludesFile, gitFiles } from './gitFiles.ts';
import { IgnoreFiles } from './ignoreFiles.ts';
import { readRegularFile } from './readRegularFile.ts';

export interface DiskWorkspaceOptions {
  /** Absolute. */
  readonly rootPath: string;
  /** Globs of `files.exclude`. */
  readonly excludes: readonly string[];
  /** git may be asked. */
  readonly isTrusted: boolean;
  readonly onSkip: OnSkip;
}

/** Told of a file that one would expect to be read. `why`: `they are symbolic links`. */
export type OnSkip = (path: string, why: string) => void;

/** A folder on this machine's disk. No symbolic link is followed, so nothing outside of it is ever read. */
export class DiskWorkspace implements Workspace {
  readonly #options: DiskWorkspaceOptions;
  #ignoreFiles: IgnoreFiles | undefined;
  #globalIgnoreFile: string | undefined;

  constructor(options: DiskWorkspaceOptions) {
    this.#options = options;
  }

  async list(signal: AbortSignal, under?: string): Promise<readonly WorkspaceFile[]> {
    const { rootPath, isTrusted } = this.#options;
    if (under !== undefined) {
      const listing = this.#listing();
      if (isRelative(under) && this.#look(under)?.isDirectory()) this.#add(under, listing);
      return await this.#walk(listing, signal);
    }
    this.#ignoreFiles = undefined;
    this.#globalIgnoreFile = await gitExcludesFile();
    const listing = this.#listing();
    const isGitAsked = isTrusted && listing.ignoreFiles.isInRepository;
    const paths = isGitAsked ? await gitFiles(rootPath, maxFiles, signal) : undefined;
    const slice = new TimeSlice();
    for (const path of paths ?? []) {
      throwIfAborted(signal);
      await slice.step();
      this.#add(path.replace(/\/$/, ''), listing);
    }
    // What Leeward's own ignore files take back is not in git's list.
    if (paths === undefined || listing.ignoreFiles.takesBack) listing.folders.unshift('');
    return await this.#walk(listing, signal);
  }

  async stat(path: string): Promise<WorkspaceFile | undefined> {
    const listing = this.#listing();
    this.#add(path, listing);
    return listing.files.get(path);
  }

  async read(path: string, limitBytes: number): Promise<Uint8Array | undefined> {
    if ((await this.stat(path)) === undefined) return undefined;
    const file = await readRegularFile(this.#absolute(path), limitBytes);
    if (file.kind === 'bytes') return file.bytes;
    if (file.kind === 'changing') this.#options.onSkip(path, 'they changed while they were read');
    if (file.kind === 'unreadable') this.#options.onSkip(path, notReadable);
    return undefined;
  }

  #listing(): Listing {
    // The root may be a link: what it leads to is what the user has opened.
    this.#ignoreFiles ??= new IgnoreFiles(
      realpathOr(this.#options.rootPath),
      this.#options.excludes,
      (path) => this.#options.onSkip(path, 'their ignore file can not be read'),
      this.#globalIgnoreFile,
    );
    return new Listing(this.#ignoreFiles);
  }

  async #walk(listing: Listing, signal: AbortSignal): Promise<readonly WorkspaceFile[]> {
    const { files, folders } = listing;
    const slice = new TimeSlice();
    let names = 0;
    for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
      throwIfAborted(signal);
      await slice.step();
      for (const path of this.#namesIn(folder)) {
        names += 1;
        this.#add(path, listing);
      }
      if (files.size >= maxFiles || names >= maxNames) {
        this.#options.onSkip(folder, `there are more than ${maxFiles.toLocaleString('en')} of them`);
        break;
      }
    }
    return [...files.values()];
  }

  /** Adds the file, or the folder to those to be walked, where it may be read. */
  #add(path: string, listing: Listing): void {
    if (listing.files.size >= maxFiles) return;
    const found = isRelative(path) && this.#isRealFolder(parentOf(path), listing) ? this.#look(path) : undefined;
    if (found?.isDirectory()) {
      if (whyFolderSkipped(path) === undefined && !listing.ignoreFiles.ignores(`${path}/`)) listing.folders.push(path);
      return;
    }
    if (found === undefined || listing.ignoreFiles.ignores(path)) return;
    const reason = whySkipped(path, found.size);
    if (!found.isFile()) {
      // A link to something private or worthless is not missed.
      const isMissed = reason === undefined || reason === 'empty';
      if (isMissed)
        this.#options.onSkip(path, found.isSymbolicLink() ? 'they are symbolic links' : 'they are no regular files');
    } else if (reason === undefined) {
      listing.files.set(path, { path, sizeBytes: found.size, modifiedMs: found.mtimeMs });
    } else if (reason === 'tooLarge') {
      this.#options.onSkip(path, `they are ${describeSkip(reason)}`);
    }
  }

  #namesIn(folder: string): readonly string[] {
    try {
      const prefix = folder === '' ? '' : `${folder}/`;
      return readdirSync(this.#absolute(folder))
        .sort()
        .map((name) => prefix + name);
    } catch {
      this.#options.onSkip(folder, notReadable);
      return [];
    }
  }

  /** Whether it and all its parents in the root are folders, not links to some. */
  #isRealFolder(folder: string, listing: Listing): boolean {
    if (folder === '') return true;
    let isReal = listing.realFolders.get(folder);
    if (isReal === undefined) {
      isReal = this.#isRealFolder(parentOf(folder), listing) && this.#look(folder)?.isDirectory() === true;
      listing.realFolders.set(folder, isReal);
    }
    return isReal;
  }

  #look(path: string): Stats | undefined {
    try {
      return lstatSync(this.#absolute(path), { throwIfNoEntry: false });
    } catch {
      return undefined; // A parent is no folder, or closed to us.
    }
  }

  #absolute(path: string): string {
    return join(this.#options.rootPath, path);
  }
}

/** Beyond it is no repository that someone works in, but a disk. */
const maxFiles = 50_000;
const maxNames = 1_000_000;
const notReadable = 'they can not be read';

class Listing {
  readonly ignoreFiles: IgnoreFiles;
  readonly files = new Map<string, WorkspaceFile>();
  /** To be walked yet: those near the root first. */
  readonly folders: string[] = [];
  readonly realFolders = new Map<string, boolean>();

  constructor(ignoreFiles: IgnoreFiles) {
    this.ignoreFiles = ignoreFiles;
  }
}

/** Stays in the root, and names one thing only. */
function isRelative(path: string): boolean {
  const forbidden = process.platform === 'win32' ? /[\0\\:]/ : /\0/;
  return !forbidden.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function realpathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
