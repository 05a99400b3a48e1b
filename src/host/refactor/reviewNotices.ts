import * as vscode from 'vscode';
import { plainMessage } from '../../shared/plainMessage.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import type { ShownProposal } from './reviewLenses.ts';

/** With the way to what the model has answered, and to another answer. */
export async function showFailure(sentence: string, rawAnswer: string, tryAgain: () => Promise<void>): Promise<void> {
  const show = 'Show Answer';
  const again = 'Try Again';
  const chosen = await vscode.window.showErrorMessage(plainMessage(sentence), show, again);
  if (chosen === again) await tryAgain();
  if (chosen !== show) return;
  // An untitled document is called like its first line.
  const content = `${sentence}\n\nWhat the model has answered last, as it came:\n\n${rawAnswer}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document);
}

export function tellUnchanged(title: string, uri: vscode.Uri): void {
  void vscode.window.showInformationMessage(plainMessage(`${title}: there is nothing to change in ${pathOf(uri)}.`));
}

/** What of a proposal is open, and what was looked at. */
export function tellChecks(title: string, uri: vscode.Uri, { hunks, sentence }: ShownProposal): void {
  const count = hunks.length === 1 ? '1 change' : `${hunks.length} changes`;
  const said = sentence === undefined ? 'It is being written.' : `${sentence} ${count}.`;
  void vscode.window.showInformationMessage(plainMessage(`${said} ${title}, ${pathOf(uri)}`));
}

/** @param lines 1-based, as they were before. */
export function tellLost(uri: vscode.Uri, lines: readonly number[]): void {
  const which = lines.length === 1 ? `The change at line ${lines[0]}` : `The changes at lines ${lines.join(', ')}`;
  const sentence = `${which} of ${pathOf(uri)} can't be accepted any more, since that code was edited meanwhile.`;
  void vscode.window.showWarningMessage(plainMessage(sentence));
}

/** Something has changed the document in the same moment. */
export function tellMixed(uri: vscode.Uri): void {
  const sentence = `${pathOf(uri)} was changed by something else while a change was accepted. Look at it, or undo.`;
  void vscode.window.showWarningMessage(plainMessage(sentence));
}
