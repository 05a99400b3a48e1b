import * as vscode from 'vscode';
import { hasSomeOf } from '../../core/refactor/hasSomeOf.ts';
import { UserError } from '../../shared/errors.ts';
import { documentNow } from './documentNow.ts';
import type { FileChange } from './editFiles.ts';
import type { FilesEdit } from './filesEdit.ts';

/**
 * Shows the changes of many files, and makes those that the user ticks. VS Code compares nothing of a
 * file that it has closed: so texts are compared here, once they are made.
 *
 * @throws UserError that names the file which has become another text.
 */
export async function applyFilesEdit({ edit, changes }: Pick<FilesEdit, 'edit' | 'changes'>): Promise<void> {
  const made = new Set<FileChange>();
  // As VS Code makes them: it may save the files, and format them, before it answers.
  const edits = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    const change = changes.find(({ uri }) => uri.toString() === document.uri.toString());
    const text = document.getText();
    if (change !== undefined && text !== change.before && hasSomeOf(text, change.before, change.after))
      made.add(change);
  });
  try {
    if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return;
  } finally {
    edits.dispose();
  }
  const others: string[] = [];
  for (const change of changes) {
    const text = (await documentNow(change.uri))?.getText() ?? '';
    if (!made.has(change) && !hasSomeOf(text, change.before, change.after)) others.push(change.path);
  }
  if (others.length === 0) return;
  throw new UserError(
    'inputInvalid',
    `Not what you have confirmed: ${others.join(', ')} changed at the same time. Look at the text before you keep it, or undo.`,
  );
}
