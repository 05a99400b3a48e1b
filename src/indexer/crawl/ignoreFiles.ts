import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { everything, IgnoreRules, ignoreFileNames } from '../../core/context/ignoreRules.ts';
import { readIgnoreFile } from './readIgnoreFile.ts';
import { readSmallText } from './readRegularFile.ts';

/**
 * What the ignore files on the disk and `files.exclude` say of the paths in a folder. A folder's files are read when a
 * path in it is first asked for, and never again: whoever knows that one has changed makes a new object.
 *
 * The folder may lie inside a repository, whose rules above it hold too. What it tracks does not matter: what
 * `.gitignore` names is not indexed. Where an ignore file can't be read, it may name everything that it governs.
 */
export class IgnoreFiles {
  /** A repository's rules hold here, so that git's list is what one wants to see. */
  readonly isInRepository: boolean;
  /** The repository's folder, or the workspace folder. */
  readonly #topPath: string;
  readonly #rootPath: string;
  readonly #globalFile: string | undefined;
  readonly #onUnreadable: OnUnreadable;
  /** From there to the workspace folder: empty, or with `/` at its end. */
  readonly #prefix: string;
  readonly #excludes: IgnoreRules;
  readonly #rules: IgnoreRules;
  readonly #readFolders = new Set<string>();
  #takesBack = false;

  /** @param globalFile what the user ignores everywhere. Absent: where git looks for it. */
  constructor(
    rootPath: string,
    excludes: readonly string[],
    onUnreadable: OnUnreadable,
    globalFile: string | undefined = defaultGlobalFile(),
  ) {
    const ignoreCase = process.platform !== 'linux';
    this.#rootPath = rootPath;
    this.#globalFile = globalFile;
    this.#onUnreadable = onUnreadable;
    this.#excludes = new IgnoreRules({ excludes, ignoreCase });
    const topPath = repositoryOf(rootPath);
    const prefix = topPath === undefined ? '' : relative(topPath, rootPath).split(sep).join('/');
    // Who opens a folder that is ignored by what lies above it wants to see it all the same.
    this.isInRepository = topPath !== undefined && (prefix === '' || !hides(topPath, prefix, ignoreCase, globalFile));
    this.#topPath = this.isInRepository && topPath !== undefined ? topPath : rootPath;
    this.#prefix = this.isInRepository && prefix !== '' ? `${prefix}/` : '';
    this.#rules = new IgnoreRules({ excludes: [], ignoreCase });
  }

  /** `path` is relative to the workspace folder; a folder's ends with `/`. */
  ignores(path: string): boolean {
    if (this.#excludes.ignores(path)) return true;
    const fullPath = this.#prefix + path;
    this.#readFoldersOf(fullPath);
    return this.#rules.ignores(fullPath);
  }

  /** Some file of Leeward's own, of those read so far, takes back what git's may ignore: then git's list has too little. */
  get takesBack(): boolean {
    return this.#takesBack;
  }

  #readFoldersOf(path: string): void {
    for (let end = path.lastIndexOf('/', path.length - 2); ; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, Math.max(0, end));
      // Parents of one that was read were read with it.
      if (this.#readFolders.has(folder)) return;
      this.#readFolders.add(folder);
      const { texts, own, unreadable } = ignoreTexts(this.#topPath, folder, this.#globalFile);
      if (own?.match(/^\s*!/m)) this.#takesBack = true;
      if (unreadable.length > 0) this.#rules.set(folder, [everything]);
      else if (texts.length > 0) this.#rules.set(folder, texts);
      for (const file of unreadable) this.#onUnreadable(this.#shown(file));
      if (folder === '') return;
    }
  }

  #shown(file: string): string {
    const path = relative(this.#rootPath, file);
    return path.startsWith('..') || isAbsolute(path) ? file : path.split(sep).join('/');
  }
}

/** Told of an ignore file, relative to the workspace folder where it is in there. */
export type OnUnreadable = (path: string) => void;

/** The nearest folder, from `path` upwards, that is a repository. */
function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * What git keeps of the repository at `topPath`: `.git`, or what a file of that name leads to. A linked worktree shares it
 * with the others.
 */
function gitFolderOf(topPath: string): string {
  const path = join(topPath, '.git');
  const own = pointerIn(path, /^gitdir: (.+)/);
  if (own === undefined) return path;
  const ownFolder = resolve(topPath, own);
  return resolve(ownFolder, pointerIn(join(ownFolder, 'commondir'), /^(.+)/) ?? '');
}

/** The path that a small file names. One of another machine (Windows: `\\host\share`) would be asked for over the network. */
function pointerIn(path: string, pattern: RegExp): string | undefined {
  const named = pattern.exec(readSmallText(path, maxPointerBytes) ?? '')?.[1]?.trimEnd();
  return named === undefined || /^[\\/]{2}/.test(named) ? undefined : named;
}

const maxPointerBytes = 10_000;

/** Whether the rules of `topPath`, and those on the way, ignore the folder itself. */
function hides(topPath: string, prefix: string, ignoreCase: boolean, globalFile: string | undefined): boolean {
  const rules = new IgnoreRules({ excludes: [], ignoreCase });
  const parts = prefix.split('/');
  return parts.some((_, index) => {
    const folder = parts.slice(0, index).join('/');
    rules.set(folder, ignoreTexts(topPath, folder, globalFile).texts);
    return rules.ignores(`${parts.slice(0, index + 1).join('/')}/`);
  });
}

interface IgnoreTexts {
  /** Those that hold in a folder, the weaker first. */
  readonly texts: readonly string[];
  /** Leeward's. */
  readonly own: string | undefined;
  /** Absolute paths. */
  readonly unreadable: readonly string[];
}

function ignoreTexts(topPath: string, folder: string, globalFile: string | undefined): IgnoreTexts {
  const ofUser = globalFile === undefined ? [] : [globalFile];
  const ofRepository = folder === '' ? [...ofUser, join(gitFolderOf(topPath), 'info', 'exclude')] : [];
  const ofFolder = ignoreFileNames.map((name) => join(topPath, folder, name));
  const texts: string[] = [];
  const unreadable: string[] = [];
  let own: string | undefined;
  for (const path of [...ofRepository, ...ofFolder]) {
    const file = readIgnoreFile(path);
    if (file.kind === 'unreadable') unreadable.push(path);
    if (file.kind !== 'rules') continue;
    texts.push(file.text);
    if (path === ofFolder.at(-1)) own = file.text;
  }
  return { texts, own, unreadable };
}

/**
 * Where git looks for what a user ignores everywhere, as long as no setting says otherwise. Absent: there is none, or it is
 * in a folder that is closed to us, which is somebody else's.
 */
function defaultGlobalFile(): string | undefined {
  const path = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'git', 'ignore');
  return existsSync(path) ? path : undefined;
}
