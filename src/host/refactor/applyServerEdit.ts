import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import type { RefactorPorts } from './refactorPorts.ts';

/** Of the open documents at a moment, by URI. */
export type DocumentVersions = ReadonlyMap<string, number>;

/** Noted before a language server is asked: its edit is for these texts. */
export function documentVersions(): DocumentVersions {
  return new Map(vscode.workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
}

/**
 * Makes an edit that a language server has computed, in files that may be changed, and only where nobody has typed in them. Of
 * several files VS Code shows it before, each change ticked; what is discarded there is not made.
 *
 * @param asked when the server was asked.
 * @throws UserError that says why nothing was changed.
 */
export async function applyServerEdit(
  { files }: Pick<RefactorPorts, 'files'>,
  edit: vscode.WorkspaceEdit,
  asked: DocumentVersions,
): Promise<void> {
  const uris = edit.entries().map(([uri]) => uri);
  for (const uri of uris) await files.requirePlace(uri);
  const isShown = uris.length > 1 && (await askForPreview(edit, uris));
  // Last: what is awaited behind it lets somebody type.
  const now = documentVersions();
  for (const uri of uris) {
    const before = asked.get(uri.toString());
    if (before !== undefined && now.has(uri.toString()) && now.get(uri.toString()) !== before)
      throw changed(pathOf(uri));
  }
  // What is discarded is not applied either; VS Code itself says what has changed while it was shown.
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true })) && !isShown) throw changed('A file');
}

/**
 * VS Code shows an edit first where any of it needs to be confirmed, and does not tick that. So it is nothing that is to be
 * confirmed: a file that is there is not made, and is not in the list either.
 *
 * @returns whether it will be shown.
 */
async function askForPreview(edit: vscode.WorkspaceEdit, uris: readonly vscode.Uri[]): Promise<boolean> {
  for (const uri of uris) {
    if (uri.scheme === 'untitled' || !(await exists(uri))) continue;
    edit.createFile(uri, { ignoreIfExists: true }, { needsConfirmation: true, label: 'Show' });
    return true;
  }
  return false;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function changed(what: string): UserError {
  return new UserError('inputInvalid', `${what} has changed meanwhile, so nothing was changed. Try again.`);
}
