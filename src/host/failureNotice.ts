import * as vscode from 'vscode';
import { UserError, type UserErrorCode } from '../shared/errors.ts';
import type { EngineStatus } from './engine/engineStatus.ts';

/** Says why there are no completions and what helps, once for each reason: the status item says it all the time. */
export class FailureNotice {
  readonly #told = new Set<string>();

  onStatus(status: EngineStatus): void {
    if (status.kind !== 'failed' || this.#told.has(status.error.message)) return;
    this.#told.add(status.error.message);
    void tell(status.error);
  }

  /** The user has changed something: what fails now is news. */
  reset(): void {
    this.#told.clear();
  }
}

async function tell(error: Error): Promise<void> {
  const remedies = remediesOf(error instanceof UserError ? error.code : undefined);
  const show = error instanceof UserError && error.code === 'modelMissing' ? 'showWarningMessage' : 'showErrorMessage';
  const answer = await vscode.window[show](error.message, ...Object.keys(remedies));
  const command = answer === undefined ? undefined : remedies[answer];
  if (command !== undefined) await vscode.commands.executeCommand(command);
}

function remediesOf(code: UserErrorCode | undefined): { readonly [title: string]: string } {
  switch (code) {
    case 'modelMissing':
      return { 'Download Default Model': 'leeward.downloadModel', 'Choose Model File...': 'leeward.chooseModel' };
    case 'modelInvalid':
    case 'modelLoadFailed':
      return { 'Choose Model File...': 'leeward.chooseModel', 'Show Log': 'leeward.showLog' };
    default:
      return { 'Restart Engine': 'leeward.restartEngine', 'Show Log': 'leeward.showLog' };
  }
}
