import * as vscode from 'vscode';
import { UserError } from '../shared/errors.ts';
import type { EngineStatus } from './engine/engineStatus.ts';

/** Offers, once a window, the ways to a model where there is none: the one thing without which nothing works. */
export class ModelOffer {
  #made: Thenable<void> | undefined;

  onStatus(status: EngineStatus): void {
    if (status.kind !== 'failed' || !(status.error instanceof UserError) || status.error.code !== 'modelMissing')
      return;
    this.#made ??= offerModel(status.error.message);
  }
}

async function offerModel(message: string): Promise<void> {
  const commands = new Map([
    ['Download Default Model', 'leeward.downloadModel'],
    ['Choose Model File...', 'leeward.chooseModel'],
  ]);
  const answer = await vscode.window.showWarningMessage(message, ...commands.keys());
  const command = answer === undefined ? undefined : commands.get(answer);
  if (command !== undefined) await vscode.commands.executeCommand(command);
}
