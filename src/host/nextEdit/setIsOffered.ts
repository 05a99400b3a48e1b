import * as vscode from 'vscode';

/** Whether Tab and Escape are for the next edit. They take keys of the editor's. */
export function setIsOffered(isOffered: boolean): void {
  void vscode.commands.executeCommand('setContext', 'leeward.nextEdit.isOffered', isOffered);
}
