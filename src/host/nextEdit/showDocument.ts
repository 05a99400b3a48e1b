import * as vscode from 'vscode';
import type { OtherDocument } from './otherDocuments.ts';
import { rangeOf } from './rangeOf.ts';

/**
 * Shows the first place at which a change goes on in a document, in the column that has the document already.
 *
 * @param isWanted whether it is still to be shown, once it is open.
 * @returns `false`: there is nothing to do in it any more.
 */
export async function showDocument(next: OtherDocument, isWanted: () => boolean): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(next.uri));
  if (!isWanted()) return true;
  const [first] = next.editsIn(document.getText(), document.languageId);
  if (first === undefined) return false;
  const { start } = rangeOf(document, first.range);
  const viewColumn = columnOf(document.uri);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(document, { preview: false, selection, ...(viewColumn && { viewColumn }) });
  return true;
}

/** The column that shows the document; else one that has it behind others, the active one first. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isIt = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  const groups = vscode.window.tabGroups.all.filter(({ tabs }) => tabs.some(isIt));
  const shown = groups.find(({ activeTab }) => activeTab !== undefined && isIt(activeTab));
  return (shown ?? groups.find(({ isActive }) => isActive) ?? groups[0])?.viewColumn;
}
