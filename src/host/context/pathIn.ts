import type * as vscode from 'vscode';

/** What of a URI says where a file lies. */
type Location = Pick<vscode.Uri, 'scheme' | 'authority' | 'path'>;

/**
 * The path of a file in a folder, `/`-separated. The folder need not be the innermost one: a workspace may have a folder
 * and another one inside of it, and the files of this one are in both.
 *
 * @returns `undefined`: it does not lie in there.
 */
export function pathIn(folder: Location, file: Location): string | undefined {
  const isElsewhere = file.scheme !== folder.scheme || file.authority.toLowerCase() !== folder.authority.toLowerCase();
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  // Windows: the same drive may be spelled with another letter case.
  const isInside = !isElsewhere && file.path.toLowerCase().startsWith(root.toLowerCase());
  return isInside ? file.path.slice(root.length) : undefined;
}
