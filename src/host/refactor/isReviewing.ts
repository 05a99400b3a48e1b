import * as vscode from 'vscode';

/** Whether the keys of reviews are on. They take keys of the editor's. */
export function setReviewing(isReviewing: boolean): void {
  void vscode.commands.executeCommand('setContext', 'leeward.isReviewing', isReviewing);
}
