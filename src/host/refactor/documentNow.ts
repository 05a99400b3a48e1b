import * as vscode from 'vscode';

/**
 * The document of a file as it is now. One that was kept may be closed: VS Code closes those that no editor shows, after some
 * minutes or when there are many, and a closed one never hears of a change again.
 *
 * @returns `undefined`: the file has gone, or is no text.
 */
export async function documentNow(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
