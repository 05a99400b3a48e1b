import * as vscode from 'vscode';

/** `reviewing`: it is offered, and can be decided. */
export type ReviewStage = 'none' | 'writing' | 'reviewing';

/** Which keys of reviews are on. They take keys of the editor's. */
export function setReviewStage(stage: ReviewStage): void {
  void vscode.commands.executeCommand('setContext', 'leeward.isWriting', stage === 'writing');
  void vscode.commands.executeCommand('setContext', 'leeward.isReviewing', stage === 'reviewing');
}

/** Whether anything is offered in any file, which another editor may hide. */
export function setHasProposals(hasProposals: boolean): void {
  void vscode.commands.executeCommand('setContext', 'leeward.hasProposals', hasProposals);
}
