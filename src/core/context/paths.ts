/** Workspace paths, `/`-separated: what the name and place of a file say. Pure text. */

/** Without a `/` at its end; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The file's name without its endings: `clamp` of `src/clamp.test.ts`. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.indexOf('.', 1);
  return dot === -1 ? name : name.slice(0, dot);
}

/** `a/b/../c/./d` as `a/c/d`. `undefined`: it leaves the workspace folder. */
function normalizePath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

export function joinPath(folder: string, path: string): string | undefined {
  return normalizePath(folder === '' ? path : `${folder}/${path}`);
}

/** Where a file is once `from`, it or a folder that it is in, has been renamed to `to`. Any other one stays where it is. */
export function movedPath(path: string, from: string, to: string): string {
  return path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
}

export function isTestPath(path: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|__tests__|testdata|fixtures?|examples?|benches|benchmarks?)\/|[._-](?:test|spec)s?\.\w+$|(?:^|\/)test_[^/]*$|Tests?\.\w+$/.test(
    path,
  );
}

/** The words of a path in lower case, endings left out: `src/http/RequestRouter.ts` has `src`, `http`, `request`, `router`. */
export function pathWords(path: string): readonly string[] {
  const folder = folderOf(path);
  const words = `${folder}/${baseName(path)}`.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return [...new Set(words.split(/[^a-z0-9]+/).filter((word) => word !== ''))];
}
