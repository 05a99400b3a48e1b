import * as vscode from 'vscode';

/** A file of the workspace: its folder, and its path in there, `/`-separated. */
export interface WorkspacePath {
  readonly folder: vscode.WorkspaceFolder;
  readonly path: string;
}

/** `undefined`: it lies in no workspace folder. */
export function workspacePathOf(uri: vscode.Uri): WorkspacePath | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return undefined;
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  // Windows: the same drive may be spelled with another letter case.
  return uri.path.toLowerCase().startsWith(root.toLowerCase())
    ? { folder, path: uri.path.slice(root.length) }
    : undefined;
}

export function uriOf({ folder, path }: WorkspacePath): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Identifies a folder in the index. */
export function folderKey({ uri }: vscode.WorkspaceFolder): string {
  return uri.toString();
}
