import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { pathOf, type QuotableFiles } from './quotableFiles.ts';
import { selectedLines } from './selectedLines.ts';

/** `#selection`: the lines that were selected; without a place those that are selected now, else all of the file. */
export async function readSelection(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  if (mention.uri !== undefined && mention.lines !== undefined)
    return { mention, ...(await files.readLines(vscode.Uri.parse(mention.uri), mention.lines, signal)) };
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) throw new UserError('inputInvalid', 'Nothing is selected: no editor is open.');
  const { uri } = editor.document;
  if (!editor.selection.isEmpty)
    return { mention, ...(await files.readLines(uri, selectedLines(editor.selection), signal)) };
  const file = await files.read(uri, signal);
  return { mention, ...file, problem: `Nothing is selected, so this is all of ${pathOf(uri)}.` };
}
