/**
 * Why no refactoring changes a file: it decides what git or the editor runs. In any letter case, since many file systems
 * know no difference.
 *
 * @param path `/`-separated.
 * @returns the rest of a sentence: "it decides what runs on this machine"; `undefined` where it is not closed.
 */
export function whyClosed(path: string): string | undefined {
  const names = path.split('/').map((name) => name.toLowerCase().replace(/[. ]+$/, ''));
  const folder = names.find((name) => closedFolders.has(name));
  if (folder !== undefined) return `what is in ${folder} decides what runs on this machine`;
  // Its settings, tasks and launch configurations are those of a `.vscode` folder.
  return names.at(-1)?.endsWith('.code-workspace') ? 'it decides what runs on this machine' : undefined;
}

const closedFolders: ReadonlySet<string> = new Set(['.git', '.vscode', '.hg', '.svn', '.jj']);
