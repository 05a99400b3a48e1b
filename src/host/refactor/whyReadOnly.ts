import * as vscode from 'vscode';

/** Why a file can't be written, as its file system says: the rest of a sentence. `undefined` where it can, or is not there. */
export async function whyReadOnly(uri: vscode.Uri): Promise<string | undefined> {
  const { fs } = vscode.workspace;
  if (fs.isWritableFileSystem(uri.scheme) === false) return 'everything in its file system is read-only';
  try {
    const { permissions } = await fs.stat(uri);
    return permissions === vscode.FilePermission.Readonly ? 'it is read-only' : undefined;
  } catch {
    return undefined;
  }
}
