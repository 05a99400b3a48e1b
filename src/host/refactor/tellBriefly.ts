import * as vscode from 'vscode';
import { plainMessage } from '../../shared/plainMessage.ts';

/**
 * A sentence that nobody has to answer: in the status bar, for a moment. Screen readers read messages aloud and not that, so
 * where the editor is set up for one, it is a message.
 *
 * @param icon of VS Code's.
 */
export function tellBriefly(icon: string, sentence: string): void {
  if (isForScreenReader()) void vscode.window.showInformationMessage(plainMessage(sentence));
  else vscode.window.setStatusBarMessage(`$(${icon}) ${sentence}`, shownMs);
}

/** VS Code offers this setting where it has found a screen reader, and tells extensions nothing else of it. */
export function isForScreenReader(): boolean {
  return vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
}

const shownMs = 6_000;
