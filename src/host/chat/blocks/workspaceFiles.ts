import * as vscode from 'vscode';
import { type RelativePath, workspaceRelative } from '../../../core/chat/blocks/workspaceRelative.ts';

/** A path of an answer, in the folders in which it may lie. */
export interface PlacedPath {
  readonly path: string;
  /** At least one, but where no folder is open. */
  readonly folders: readonly vscode.WorkspaceFolder[];
}

/** @returns `undefined` where the path leads out of the workspace. */
export function placedPath(path: string): PlacedPath | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const roots = folders.map(({ name, uri }) => ({ name, path: uri.path.replace(/\/$/, '') }));
  const relative: RelativePath | undefined = workspaceRelative(path, roots);
  if (relative === undefined) return undefined;
  const { rootIndex } = relative;
  return { path: relative.path, folders: rootIndex === undefined ? folders : folders.slice(rootIndex, rootIndex + 1) };
}

/** The files that stand exactly there. */
export async function exactFiles({ path, folders }: PlacedPath): Promise<readonly vscode.Uri[]> {
  const uris = folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  const areFiles = await Promise.all(uris.map(isFile));
  return uris.filter((_, index) => areFiles[index]);
}

/** Where a new file of that path would be; `undefined` where no folder is open. */
export function newFileUri({ path, folders }: PlacedPath): vscode.Uri | undefined {
  const [folder] = folders;
  return folder === undefined ? undefined : vscode.Uri.joinPath(folder.uri, path);
}

export async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
