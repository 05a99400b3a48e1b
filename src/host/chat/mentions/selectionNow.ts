import * as vscode from 'vscode';
import { mentionLabel } from '../../../core/chat/mentionKinds.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { selectedLines } from './selectedLines.ts';

/**
 * What `#selection` means now: the selected lines of the active editor; without `lines` all of its file, where nothing is
 * selected.
 *
 * @throws UserError where no editor is open.
 */
export function selectionNow(): Mention {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) throw new UserError('inputInvalid', 'Nothing is selected: no editor is open.');
  const { uri } = editor.document;
  const label = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const mention: Mention = { kind: 'selection', label, uri: uri.toString() };
  if (editor.selection.isEmpty) return mention;
  const selected = { ...mention, lines: selectedLines(editor.selection) };
  return { ...selected, label: mentionLabel(selected) };
}
