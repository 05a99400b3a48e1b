import * as vscode from 'vscode';
import type { Mention } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';
import { openDocument } from './mentions/quotableFiles.ts';
import { fileThing, folderThing } from './workspaceThings.ts';

/**
 * Mentions of what was dropped, or chosen in a menu: files as files, folders as folders; what is neither is left out.
 *
 * @throws UserError where nothing is left.
 */
export async function mentionsOf(uris: readonly vscode.Uri[]): Promise<readonly Mention[]> {
  const mentions = (await Promise.all(uris.map(mentionOf))).filter((mention) => mention !== undefined);
  if (mentions.length > 0) return mentions;
  throw new UserError(
    'inputInvalid',
    'That is no file or folder of the workspace. Another file can be added while it is open in an editor.',
  );
}

/**
 * `undefined`: there is no such file or folder in the workspace, nor is it open. Elsewhere nobody looks: the address comes
 * from a page, and already asking whether something is there may reach another machine.
 */
export async function mentionOf(uri: vscode.Uri): Promise<Mention | undefined> {
  if (openDocument(uri) !== undefined) return fileThing(uri).mention;
  if (workspacePathOf(uri) === undefined && !isWorkspaceFolder(uri)) return undefined;
  const type = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat.type,
    () => vscode.FileType.Unknown,
  );
  if ((type & vscode.FileType.Directory) !== 0) return folderThing(uri).mention;
  return (type & vscode.FileType.File) !== 0 ? fileThing(uri).mention : undefined;
}

function isWorkspaceFolder(uri: vscode.Uri): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some((folder) => folder.uri.toString() === uri.toString());
}
