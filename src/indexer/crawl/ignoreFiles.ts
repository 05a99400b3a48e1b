import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { IgnoreRules, ignoreFileNames } from '../../core/context/ignoreRules.ts';
import { readSmallText } from './readRegularFile.ts';

/**
 * What the ignore files on the disk and `files.exclude` say of the paths in a folder. A folder's files are read when a
 * path in it is first asked for, and never again: whoever knows that one has changed makes a new object.
 *
 * The folder may lie inside a repository, whose rules above it hold too. What it tracks does not matter: what
 * `.gitignore` names is not indexed.
 */
export class IgnoreFiles {
  /** A repository's rules hold here, so that git's list is what one wants to see. */
  readonly isInRepository: boolean;
  /** The repository's folder, or the workspace folder. */
  readonly #topPath: string;
  readonly #globalFile: string;
  /** From there to the workspace folder: empty, or with `/` at its end. */
  readonly #prefix: string;
  readonly #excludes: IgnoreRules;
  readonly #rules: IgnoreRules;
  readonly #readFolders = new Set<string>();
  #takesBack = false;

  /** @param globalFile what the user ignores everywhere. Absent: where git looks for it. */
  constructor(rootPath: string, excludes: readonly string[], globalFile = defaultGlobalFile()) {
    const ignoreCase = process.platform !== 'linux';
    this.#globalFile = globalFile;
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
      const texts = ignoreTexts(this.#topPath, folder, this.#globalFile);
      if (texts.own?.match(/^\s*!/m)) this.#takesBack = true;
      if (texts.all.length > 0) this.#rules.set(folder, texts.all);
      if (folder === '') return;
    }
  }
}

/** The nearest folder, from `path` upwards, that is a repository. */
function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Whether the rules of `topPath`, and those on the way, ignore the folder itself. */
function hides(topPath: string, prefix: string, ignoreCase: boolean, globalFile: string): boolean {
  const rules = new IgnoreRules({ excludes: [], ignoreCase });
  const parts = prefix.split('/');
  return parts.some((_, index) => {
    const folder = parts.slice(0, index).join('/');
    rules.set(folder, ignoreTexts(topPath, folder, globalFile).all);
    return rules.ignores(`${parts.slice(0, index + 1).join('/')}/`);
  });
}

/** The texts that hold in a folder, the weaker first. `own`: Leeward's. */
function ignoreTexts(
  topPath: string,
  folder: string,
  globalFile: string,
): { all: readonly string[]; own: string | undefined } {
  const ofRepository = folder === '' ? [globalFile, join(topPath, '.git', 'info', 'exclude')] : [];
  const [git, own] = ignoreFileNames.map((name) => readText(join(topPath, folder, name)));
  const all = [...ofRepository.map(readText), git, own].filter((text) => text !== undefined);
  return { all, own };
}

/** Where git looks for what a user ignores everywhere, as long as no setting says otherwise. */
function defaultGlobalFile(): string {
  return join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'git', 'ignore');
}

function readText(path: string): string | undefined {
  return readSmallText(path, maxIgnoreFileBytes);
}

const maxIgnoreFileBytes = 1_000_000;
