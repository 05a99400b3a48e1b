import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { documentNow } from './documentNow.ts';
import type { RefactorPlace } from './refactorPlace.ts';

/**
 * A place while the user is asked something. The document may change meanwhile: it may be saved and formatted as the box
 * takes the focus.
 *
 * @returns the place as it is then: the same one of the same text, else what is selected, where the place was selected before.
 *   It throws UserError where nothing tells the place any more.
 */
export function holdPlace({ document, range }: RefactorPlace): () => Promise<RefactorPlace> {
  const { uri } = document;
  const text = document.getText();
  const editor = vscode.window.visibleTextEditors.find(
    (one) => one.document === document && range.isEqual(new vscode.Range(one.selection.start, one.selection.end)),
  );
  return async () => {
    const now = await documentNow(uri);
    if (now?.getText() === text) return { document: now, range };
    const isShown = editor !== undefined && vscode.window.visibleTextEditors.includes(editor);
    if (isShown && editor.document === now && editor.selection.isEmpty === range.isEmpty)
      return { document: now, range: editor.selection };
    throw new UserError(
      'inputInvalid',
      `${pathOf(uri)} has changed meanwhile. Select what you mean, and run it again.`,
    );
  };
}
