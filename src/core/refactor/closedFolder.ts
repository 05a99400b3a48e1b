/**
 * The folder of a path that no refactoring changes anything in: it decides what git or the editor runs. In any letter case,
 * since many file systems know no difference.
 *
 * @param path `/`-separated.
 * @returns `undefined`: there is none.
 */
export function closedFolder(path: string): string | undefined {
  return path.split('/').find((name) => closed.has(name.toLowerCase().replace(/[. ]+$/, '')));
}

const closed: ReadonlySet<string> = new Set(['.git', '.vscode', '.hg', '.svn', '.jj']);
