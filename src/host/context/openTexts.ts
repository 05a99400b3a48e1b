import * as vscode from 'vscode';
import { maxDocumentLength } from '../../core/completion/trigger.ts';
import { workspacePathOf } from './workspacePaths.ts';

/**
 * The texts of open documents that a user works on, those that are not saved first. As many as can be looked through while
 * somebody at the cursor waits.
 */
export function* openTexts(): Iterable<string> {
  const isTheirs = ({ uri, isUntitled }: vscode.TextDocument) => isUntitled || workspacePathOf(uri) !== undefined;
  const documents = vscode.workspace.textDocuments.filter(isTheirs);
  let left = maxDocumentLength;
  for (const document of [...documents.filter(isUnsaved), ...documents.filter((one) => !isUnsaved(one))]) {
    const { end } = document.lineAt(document.lineCount - 1).range;
    const length = document.offsetAt(end);
    if (length > left) continue;
    left -= length;
    yield document.getText();
  }
}

function isUnsaved({ isDirty, isUntitled }: vscode.TextDocument): boolean {
  return isDirty || isUntitled;
}
