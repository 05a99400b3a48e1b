/**
 * What the user does not want to be read: `.gitignore` and `.leewardignore` of every folder, and VS Code's
 * `files.exclude`. Nothing of what they name is indexed or quoted.
 */
import ignore, { type Ignore } from 'ignore';
import { boundWildcards, expandBraces, globToRegExp, hasFewWildcards } from './wildcards.ts';

/** In each folder, the weaker first: Leeward's own may take back what git's ignores. */
export const ignoreFileNames = ['.gitignore', '.leewardignore'] as const;

/** Whether other files may be ignored once the one at `path` has changed. */
export function isIgnoreFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ignoreFileNames.some((one) => one === name);
}

/** The text of an ignore file that opens nothing: for one that can't be read, which may say so. */
export const everything = '*';

/** Longer paths are nobody's sources, and matching takes the longer the more there is to try. */
const maxNameLength = 160;
const maxDepth = 64;

export interface IgnoreOptions {
  /** Globs of `files.exclude` whose value is true. */
  readonly excludes: readonly string[];
  /** As the file system has it: patterns of `Build` mean `build` where it is true. */
  readonly ignoreCase: boolean;
}

/** Paths are `/`-separated and relative to the workspace folder; a folder's ends with `/`. The root is the empty path. */
export class IgnoreRules {
  readonly #options: IgnoreOptions;
  readonly #excludes: readonly RegExp[];
  readonly #texts = new Map<string, readonly string[]>();
  /** All rules that hold in a folder, by the folder. */
  readonly #rules = new Map<string, Ignore>();
  readonly #excludedFolders = new Map<string, boolean>();

  constructor(options: IgnoreOptions) {
    this.#options = options;
    const globs = options.excludes.flatMap((glob) => expandBraces(glob));
    this.#excludes = globs.map((glob) => globToRegExp(glob, options.ignoreCase));
  }

  /** The ignore files of a folder, the weaker first, in the place of what was known of it. Empty: it has none. */
  set(folder: string, texts: readonly string[]): void {
    const key = folder.replace(/\/$/, '');
    if (texts.length === 0) this.#texts.delete(key);
    else this.#texts.set(key, texts);
    this.#rules.clear();
  }

  /** What is in an ignored folder is ignored, whatever the files in that folder say. */
  ignores(path: string): boolean {
    const name = path.replace(/\/$/, '');
    if (name === '') return false;
    const parts = name.split('/');
    if (parts.length > maxDepth || parts.some((part) => part.length > maxNameLength)) return true;
    return this.#isExcluded(name) || this.#rulesFor(parentOf(name)).ignores(path);
  }

  #isExcluded(path: string): boolean {
    const known = this.#excludedFolders.get(path);
    if (known !== undefined) return known;
    const parent = parentOf(path);
    if (parent !== '' && this.#isExcludedFolder(parent)) return true;
    return this.#excludes.some((pattern) => pattern.test(path));
  }

  #isExcludedFolder(folder: string): boolean {
    const isExcluded = this.#isExcluded(folder);
    this.#excludedFolders.set(folder, isExcluded);
    return isExcluded;
  }

  /**
   * The last rule that matches wins, and a folder's stand behind its parents'. So they are one list, in which a folder's
   * patterns begin with its path: git compares each part of a path with all rules that hold there, and so does this.
   */
  #rulesFor(folder: string): Ignore {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const texts = this.#texts.get(folder);
    const inherited = folder === '' ? undefined : this.#rulesFor(parentOf(folder));
    const rules = texts === undefined && inherited !== undefined ? inherited : this.#extend(inherited, folder, texts);
    this.#rules.set(folder, rules);
    return rules;
  }

  #extend(inherited: Ignore | undefined, folder: string, texts: readonly string[] = []): Ignore {
    const rules = ignore({ ignorecase: this.#options.ignoreCase });
    if (inherited !== undefined) rules.add(inherited);
    return rules.add(texts.flatMap((text) => text.split('\n').flatMap((line) => patternIn(folder, line) ?? [])));
  }
}

/** A line of an ignore file in `folder`, as a line of one in the root. */
function patternIn(folder: string, line: string): string | undefined {
  const spelled = trimSpaces(line.replace(/^\ufeff/, '').replace(/\r$/, ''));
  const isNegated = spelled.startsWith('!');
  const body = isNegated ? spelled.slice(1) : spelled;
  if (body === '' || body === '/' || spelled.startsWith('#')) return undefined;
  // A rule that takes back more than it says would open what is to stay closed.
  if (isNegated && !hasFewWildcards(body)) return undefined;
  const pattern = boundWildcards(body);
  if (folder === '') return (isNegated ? '!' : '') + pattern;
  const isAnchored = /\/./.test(pattern);
  const inFolder = isAnchored ? pattern.replace(/^\//, '') : `**/${pattern}`;
  return `${isNegated ? '!' : ''}/${folder.replace(/[\\*?[\]]/g, '\\$&')}/${inFolder}`;
}

/** A space at the end counts where a backslash stands in front of it. */
function trimSpaces(line: string): string {
  const trimmed = line.trimEnd();
  return trimmed.endsWith('\\') && trimmed.length < line.length ? `${trimmed} ` : trimmed;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
