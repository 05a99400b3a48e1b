import * as vscode from 'vscode';
import { parseLink } from '../../core/chat/parseLink.ts';
import { UserError } from '../../shared/errors.ts';

/**
 * Opens where a link of an answer leads, which a model has written: an address of the web after VS Code's own question, or
 * a file of the workspace. Nothing else.
 *
 * @throws UserError that says why it leads nowhere.
 */
export async function openLink(address: string): Promise<void> {
  const link = parseLink(address);
  if (link === undefined) throw new UserError('inputInvalid', `Leeward does not open ${shortened(address)}.`);
  if (link.kind === 'web') {
    await vscode.env.openExternal(vscode.Uri.parse(link.address, true));
    return;
  }
  const { path, line } = link;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const found = await vscode.workspace.fs.stat(uri).then(
      (stat) => stat,
      () => undefined,
    );
    if (found === undefined || (found.type & vscode.FileType.File) === 0) continue;
    const at = line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(uri, at === undefined ? {} : { selection: at });
    return;
  }
  throw new UserError('inputInvalid', `There is no file ${shortened(path)} in the workspace.`);
}

function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}
