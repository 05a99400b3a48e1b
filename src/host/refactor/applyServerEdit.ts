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
 * Makes an edit that a language server has computed, in files that may be changed, and only where nobody has typed in them.
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
  const now = documentVersions();
  for (const uri of uris) {
    const before = asked.get(uri.toString());
    if (before !== undefined && now.has(uri.toString()) && now.get(uri.toString()) !== before)
      throw changed(pathOf(uri));
  }
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) throw changed('A file');
}

function changed(what: string): UserError {
  return new UserError('inputInvalid', `${what} has changed meanwhile, so nothing was changed. Try again.`);
}
