import * as vscode from 'vscode';
import { UserError, type UserErrorCode } from '../shared/errors.ts';
import { plainMessage } from '../shared/plainMessage.ts';
import type { EngineStatus } from './engine/engineStatus.ts';

/** Says why there are no completions and what helps, once for each reason: the status item says it all the time. */
export class FailureNotice {
  readonly #told = new Set<string>();

  onStatus(status: EngineStatus): void {
    if (status.kind !== 'failed') return;
    const { error } = status;
    const code = error instanceof UserError ? error.code : undefined;
    this.#tell(error.message, remediesOf(code), code === 'modelMissing' ? 'showWarningMessage' : 'showErrorMessage');
  }

  /** Values of settings that were refused, each in a sentence. */
  onSettingProblems(problems: readonly string[]): void {
    for (const problem of problems) this.#tell(problem, [openSettings], 'showWarningMessage');
  }

  /** The user has changed something: what fails now is news. */
  reset(): void {
    this.#told.clear();
  }

  #tell(message: string, remedies: readonly Remedy[], show: 'showErrorMessage' | 'showWarningMessage'): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    const titles = remedies.map(({ title }) => title);
    vscode.window[show](plainMessage(message), ...titles).then((answer) => {
      const remedy = remedies.find(({ title }) => title === answer);
      if (remedy !== undefined) vscode.commands.executeCommand(remedy.command, remedy.argument);
    });
  }
}

interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
}

const chooseModel: Remedy = { title: 'Choose Model File...', command: 'leeward.chooseModel' };
const downloadModel: Remedy = { title: 'Download Default Model', command: 'leeward.downloadModel' };
const restartEngine: Remedy = { title: 'Restart Engine', command: 'leeward.restartEngine' };
const showLog: Remedy = { title: 'Show Log', command: 'leeward.showLog' };
const openSettings: Remedy = {
  title: 'Open Settings',
  command: 'workbench.action.openSettings',
  argument: '@ext:leeward.leeward',
};

function remediesOf(code: UserErrorCode | undefined): readonly Remedy[] {
  switch (code) {
    case 'modelMissing':
      return [downloadModel, chooseModel];
    case 'modelInvalid':
      return [chooseModel, showLog];
    case 'modelLoadFailed':
      return [chooseModel, openSettings, showLog];
    case 'modelImportFailed':
    case 'settingInvalid':
      return [openSettings, restartEngine, showLog];
    default:
      return [restartEngine, showLog];
  }
}
