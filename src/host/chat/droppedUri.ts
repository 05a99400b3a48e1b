import * as vscode from 'vscode';

/**
 * The address of something that was dropped on the page, as this process knows it: where the extension runs beside the files
 * of a remote window, they are its own, and the window calls them `vscode-remote:`.
 */
export function droppedUri(address: string): vscode.Uri {
  const uri = vscode.Uri.parse(address);
  const isOwn = (vscode.workspace.workspaceFolders ?? []).some((folder) => folder.uri.scheme === 'file');
  return uri.scheme === 'vscode-remote' && isOwn ? uri.with({ scheme: 'file', authority: '' }) : uri;
}
