import * as vscode from 'vscode';
import type { Mention } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import { fileThing, folderThing } from './workspaceThings.ts';

/**
 * Mentions of what was dropped, or chosen in a menu: files as files, folders as folders; what is neither is left out.
 *
 * @throws UserError where nothing is left.
 */
export async function mentionsOf(uris: readonly vscode.Uri[]): Promise<readonly Mention[]> {
  const mentions = (await Promise.all(uris.map(mentionOf))).filter((mention) => mention !== undefined);
  if (mentions.length > 0) return mentions;
  throw new UserError('inputInvalid', 'That is no file or folder that can be read.');
}

/** `undefined`: there is no such file or folder. */
export async function mentionOf(uri: vscode.Uri): Promise<Mention | undefined> {
  if (uri.scheme === 'untitled') return fileThing(uri).mention;
  const type = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat.type,
    () => vscode.FileType.Unknown,
  );
  if ((type & vscode.FileType.Directory) !== 0) return folderThing(uri).mention;
  return (type & vscode.FileType.File) !== 0 ? fileThing(uri).mention : undefined;
}
