import * as vscode from 'vscode';

/** `reviewing`: it is offered, and can be decided. */
export type ReviewStage = 'none' | 'writing' | 'reviewing';

/** Which keys of reviews are on. They take keys of the editor's. */
export function setReviewStage(stage: ReviewStage): void {
  void vscode.commands.executeCommand('setContext', 'leeward.isWriting', stage === 'writing');
  void vscode.commands.executeCommand('setContext', 'leeward.isReviewing', stage === 'reviewing');
}
