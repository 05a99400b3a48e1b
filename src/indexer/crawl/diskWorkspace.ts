import { lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { describeSkip, whyFolderSkipped, whySkipped } from '../../core/context/fileKinds.ts';
import { isIgnoreFile } from '../../core/context/ignoreRules.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { Workspace, WorkspaceFile } from '../../shared/workspace.ts';
import { TimeSlice } from '../timeSlice.ts';
import { gitExcludesFile, gitFiles } from './gitFiles.ts';
import { IgnoreFiles } from './ignoreFiles.ts';
import { readRegularFile } from './readRegularFile.ts';
import { Spelling } from './spelling.ts';

export interface DiskWorkspaceOptions {
  /** Absolute. */
  readonly rootPath: string;
  /** Globs of `files.exclude`. */
  readonly excludes: readonly string[];
  /** git may be asked. */
  readonly isTrusted: boolean;
  readonly onSkip: OnSkip;
  /** Listed at most. Beyond the default is no repository that someone works in, but a disk. */
  readonly maxFiles?: number;
  /** Whether `Foo.ts` and `foo.ts` are one file. Default: as the platform's disks have it. */
  readonly ignoreCase?: boolean;
}

/** Told of a file that one would expect to be read. `why`: `they are symbolic links`. */
export type OnSkip = (path: string, why: string) => void;

/** A folder on this machine's disk. No symbolic link is followed, so nothing outside of it is ever read. */
export class DiskWorkspace implements Workspace {
  readonly #options: DiskWorkspaceOptions;
  readonly #maxFiles: number;
  readonly #ignoreCase: boolean;
  #ignoreFiles: IgnoreFiles | undefined;
  #globalIgnoreFile: Promise<string | undefined> | undefined;

  constructor(options: DiskWorkspaceOptions) {
    this.#options = options;
    this.#maxFiles = options.maxFiles ?? 50_000;
    this.#ignoreCase = options.ignoreCase ?? process.platform !== 'linux';
  }

  async list(signal: AbortSignal, under?: string): Promise<readonly WorkspaceFile[]> {
    const { rootPath, isTrusted } = this.#options;
    if (under !== undefined) {
      const listing = await this.#listing();
      if (isRelative(under) && this.#look(under, listing)?.isDirectory()) this.#add(under, listing);
      return await this.#walk(listing, signal);
    }
    this.#ignoreFiles = undefined;
    const listing = await this.#listing();
    const isGitAsked = isTrusted && listing.ignoreFiles.isInRepository;
    const found = isGitAsked ? await gitFiles(rootPath, this.#maxFiles, signal) : undefined;
    const slice = new TimeSlice();
    for (const path of found?.paths ?? []) {
      throwIfAborted(signal);
      await slice.step();
      this.#add(path.replace(/\/$/, ''), listing);
    }
    if (found?.isCut) this.#tellCut('');
    // What Leeward's own ignore files take back is not in git's list.
    if (found === undefined || listing.ignoreFiles.takesBack) listing.folders.unshift('');
    return await this.#walk(listing, signal);
  }

  async stat(path: string): Promise<WorkspaceFile | undefined> {
    const listing = await this.#listing();
    this.#add(path, listing);
    return listing.files.get(path);
  }

  filesChanged(paths: readonly string[]): void {
    if (paths.some(isIgnoreFile)) this.#ignoreFiles = undefined;
  }

  async read(path: string, limitBytes: number): Promise<Uint8Array | undefined> {
    if ((await this.stat(path)) === undefined) return undefined;
    const file = await readRegularFile(this.#absolute(path), limitBytes);
    if (file.kind === 'bytes') return file.bytes;
    if (file.kind === 'changing') this.#options.onSkip(path, 'they changed while they were read');
    if (file.kind === 'unreadable') this.#options.onSkip(path, notReadable);
    return undefined;
  }

  async #listing(): Promise<Listing> {
    const { rootPath, isTrusted } = this.#options;
    this.#globalIgnoreFile ??= gitExcludesFile(isTrusted ? rootPath : undefined);
    const globalIgnoreFile = await this.#globalIgnoreFile;
    // The root may be a link: what it leads to is what the user has opened.
    this.#ignoreFiles ??= new IgnoreFiles(
      realpathOr(rootPath),
      this.#options.excludes,
      (path) => this.#options.onSkip(path, 'their ignore file can not be read'),
      globalIgnoreFile,
    );
    const namesIn = (folder: string) => namesOrNone(this.#absolute(folder));
    return new Listing(this.#ignoreFiles, this.#ignoreCase ? new Spelling(namesIn) : undefined);
  }

  async #walk(listing: Listing, signal: AbortSignal): Promise<readonly WorkspaceFile[]> {
    const { files, folders } = listing;
    const slice = new TimeSlice();
    let names = 0;
    for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
      throwIfAborted(signal);
      await slice.step();
      for (const name of this.#namesIn(folder, listing)) {
        names += 1;
        this.#add(folder === '' ? name : `${folder}/${name}`, listing);
      }
      if (files.size >= this.#maxFiles || names >= maxNames) {
        this.#tellCut(folder);
        break;
      }
    }
    return [...files.values()];
  }

  #tellCut(folder: string): void {
    this.#options.onSkip(folder, `there are more than ${this.#maxFiles.toLocaleString('en')} of them`);
  }

  /** Adds the file, or the folder to those to be walked, where it may be read. */
  #add(path: string, listing: Listing): void {
    if (listing.files.size >= this.#maxFiles) return;
    const found =
      isRelative(path) && this.#isRealFolder(parentOf(path), listing) ? this.#look(path, listing) : undefined;
    if (found?.isDirectory()) {
      if (whyFolderSkipped(path) === undefined && !listing.ignoreFiles.ignores(`${path}/`)) listing.folders.push(path);
      return;
    }
    if (found === undefined) return;
    const reason = whySkipped(path, found.size);
    const mayBeMissed = reason === undefined || reason === 'empty' || reason === 'tooLarge';
    if (!mayBeMissed || listing.ignoreFiles.ignores(path)) return;
    if (!found.isFile()) {
      this.#options.onSkip(path, found.isSymbolicLink() ? 'they are symbolic links' : 'they are no regular files');
    } else if (reason === undefined) {
      listing.files.set(path, { path, sizeBytes: found.size, modifiedMs: found.mtimeMs });
    } else if (reason === 'tooLarge') {
      this.#options.onSkip(path, `they are ${describeSkip(reason)}`);
    }
  }

  #namesIn(folder: string, listing: Listing): readonly string[] {
    try {
      const names = readdirSync(this.#absolute(folder)).sort();
      listing.spelling?.note(folder, names);
      return names;
    } catch (error) {
      // That the root is away does not mean that its files have gone.
      if (folder === '') throw error;
      this.#options.onSkip(folder, notReadable);
      return [];
    }
  }

  /** Whether it and all its parents in the root are folders, not links to some. */
  #isRealFolder(folder: string, listing: Listing): boolean {
    if (folder === '') return true;
    let isReal = listing.realFolders.get(folder);
    if (isReal === undefined) {
      isReal = this.#isRealFolder(parentOf(folder), listing) && this.#look(folder, listing)?.isDirectory() === true;
      listing.realFolders.set(folder, isReal);
    }
    return isReal;
  }

  #look(path: string, { spelling }: Listing): Stats | undefined {
    if (spelling?.isOf(path) === false) return undefined;
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

const maxNames = 1_000_000;
const notReadable = 'they can not be read';

class Listing {
  readonly ignoreFiles: IgnoreFiles;
  readonly files = new Map<string, WorkspaceFile>();
  /** To be walked yet: those near the root first. */
  readonly folders: string[] = [];
  readonly realFolders = new Map<string, boolean>();
  /** Absent: letter case counts. */
  readonly spelling: Spelling | undefined;

  constructor(ignoreFiles: IgnoreFiles, spelling: Spelling | undefined) {
    this.ignoreFiles = ignoreFiles;
    this.spelling = spelling;
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

function namesOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realpathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
