import * as vscode from 'vscode';
import { hunksBetween } from '../../core/refactor/hunks.ts';
import { documentNow } from './documentNow.ts';
import type { EditedFiles, FileChange } from './editFiles.ts';

/** Changes of files as VS Code shows them before any is made: each hunk can be left out there. */
export interface FilesEdit extends EditedFiles {
  readonly edit: vscode.WorkspaceEdit;
}

/**
 * Of the files that are still as the model has read them: it may have taken long over the others.
 *
 * @param title of the refactoring, and what the user has said.
 */
export async function filesEdit(changes: readonly FileChange[], title: string): Promise<FilesEdit> {
  const edit = new vscode.WorkspaceEdit();
  const documents = await Promise.all(changes.map(({ uri }) => documentNow(uri)));
  const isAsRead = ({ before }: FileChange, index: number) => documents[index]?.getText() === before;
  for (const [index, change] of changes.entries()) {
    const document = documents[index];
    if (document === undefined || !isAsRead(change, index)) continue;
    // Each label is a group in the preview.
    const metadata = { needsConfirmation: true, label: change.checks === '' ? title : `${title} (${change.checks})` };
    for (const { range, newText } of hunksBetween(change.before, change.after)) {
      const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
      edit.replace(change.uri, place, newText, metadata);
    }
  }
  return {
    edit,
    changes: changes.filter(isAsRead),
    left: changes
      .filter((change, index) => !isAsRead(change, index))
      .map(({ path }) => ({ sentence: `${path}: it has changed since the model read it. Run it again.` })),
  };
}
