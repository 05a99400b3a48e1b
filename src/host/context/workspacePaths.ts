import * as vscode from 'vscode';
import { pathIn } from './pathIn.ts';

/** A file of the workspace: its folder, and its path in there, `/`-separated. */
export interface WorkspacePath {
  readonly folder: vscode.WorkspaceFolder;
  readonly path: string;
}

/** `undefined`: it lies in no workspace folder. */
export function workspacePathOf(uri: vscode.Uri): WorkspacePath | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return undefined;
  const path = pathIn(folder.uri, uri);
  return path === undefined ? undefined : { folder, path };
}

export function uriOf({ folder, path }: WorkspacePath): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Identifies a folder in the index. */
export function folderKey({ uri }: vscode.WorkspaceFolder): string {
  return uri.toString();
}
