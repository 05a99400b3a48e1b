/** A folder of the workspace. */
interface Root {
  /** As the explorer shows it. */
  readonly name: string;
  /** Absolute, `/`-separated, without a slash at its end. */
  readonly path: string;
}

/** Where a path of an answer may lie: relative to `rootIndex`, or, without it, to any folder. */
export interface RelativePath {
  readonly path: string;
  readonly rootIndex?: number;
}

/**
 * The path that an answer names, as one in the workspace: an absolute one in a folder of it, or a relative one, which may
 * begin with the folder's name where there are several.
 *
 * @param path `/`-separated.
 * @returns `undefined` where it leads out of the workspace, or into what no answer should write to (`.git`).
 */
export function workspaceRelative(path: string, roots: readonly Root[]): RelativePath | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.some((part) => part.toLowerCase() === '.git') || parts.length === 0)
    return undefined;
  if (path.startsWith('~')) return undefined;
  const isAbsolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  if (isAbsolute) {
    const comparable = path.replace(/^([a-z]):/i, (_, drive: string) => `/${drive}:`).toLowerCase();
    const rootIndex = roots.findIndex((root) => comparable.startsWith(`${root.path.toLowerCase()}/`));
    const root = roots[rootIndex];
    if (root !== undefined) {
      const absolute = path.replace(/^([a-z]):/i, (_, drive: string) => `/${drive}:`);
      return { path: absolute.slice(root.path.length + 1), rootIndex };
    }
    // `/src/a.ts` often means the repository's root.
    return path.startsWith('/') ? { path: parts.join('/') } : undefined;
  }
  const named = roots.length > 1 ? roots.findIndex(({ name }) => name === parts[0]) : -1;
  return named >= 0 && parts.length > 1
    ? { path: parts.slice(1).join('/'), rootIndex: named }
    : { path: parts.join('/') };
}
