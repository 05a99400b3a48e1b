import * as vscode from 'vscode';
import type { ProposedEdit } from '../../core/nextEdit/proposedEdit.ts';
import { rangeOf } from './rangeOf.ts';

/**
 * Goes to an edit; makes it where the cursor is there.
 *
 * @returns `false`: it can't be made, since the document has another text there or takes no edits.
 */
export async function takeEdit(editor: vscode.TextEditor, edit: ProposedEdit): Promise<boolean> {
  const { document, selection } = editor;
  const range = rangeOf(document, edit.range);
  if (!selection.isEmpty || !range.contains(selection.active)) {
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return true;
  }
  const isMade =
    document.getText(range) === edit.oldText && (await editor.edit((builder) => builder.replace(range, edit.newText)));
  if (!isMade) return false;
  const { start, end } = edit.placeholder ?? { start: edit.newText.length, end: edit.newText.length };
  const [anchor, active] = [start, end].map((offset) => document.positionAt(edit.range.start + offset));
  if (anchor !== undefined && active !== undefined) editor.selection = new vscode.Selection(anchor, active);
  return true;
}
