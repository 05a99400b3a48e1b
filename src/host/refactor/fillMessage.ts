import * as vscode from 'vscode';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { writeMessage } from '../../core/refactor/writeMessage.ts';
import type { Engine } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import { changesOf, type GitRepository, gitRepositories } from '../chat/mentions/gitChanges.ts';
import type { QuotableFiles } from '../chat/mentions/quotableFiles.ts';
import { quotedChanges } from '../chat/mentions/readChanges.ts';
import { replaceMessage } from './replaceMessage.ts';

interface MessagePorts {
  readonly engine: Engine;
  readonly quotable: QuotableFiles;
}

/**
 * Writes a message for what is staged (where nothing is, for all changes) into the box of the Source Control view. What was typed
 * there can be taken back.
 *
 * @param rootUri of the repository, where the user has said which.
 * @throws UserError where there is nothing to write about; CancelledError.
 */
export async function fillMessage(
  { engine, quotable }: MessagePorts,
  refactoring: Refactoring,
  rootUri: vscode.Uri | undefined,
  withProgress: (work: (signal: AbortSignal) => Promise<string>) => Promise<string>,
): Promise<void> {
  const repository = await chooseRepository(rootUri);
  if (repository === undefined) return;
  const message = await withProgress(async (signal) => {
    const all = await changesOf(repository);
    const changes = all.staged === '' ? all : { ...all, unstaged: '', untracked: [] };
    const diff = await quotedChanges(quotable, changes, signal);
    if (diff === '') throw new UserError('inputInvalid', nothing);
    return await writeMessage(engine, refactoring, diff, signal);
  });
  const show = async () => void (await vscode.commands.executeCommand('workbench.view.scm'));
  await replaceMessage(repository.inputBox, message, { offerUndo, handOut }, show);
}

async function offerUndo(): Promise<boolean> {
  const undo = 'Undo';
  return (await vscode.window.showInformationMessage('The message that you had typed was replaced.', undo)) === undo;
}

async function handOut(words: string): Promise<void> {
  await vscode.env.clipboard.writeText(words);
  void vscode.window.showInformationMessage(
    'The message was edited since, so it stays. What you had typed before is on the clipboard.',
  );
}

const nothing = 'There is nothing to commit that may be read: no change, or only in private or ignored files.';

/** @returns `undefined` where the user was asked, and gave up. */
async function chooseRepository(rootUri: vscode.Uri | undefined): Promise<GitRepository | undefined> {
  const repositories = await gitRepositories();
  const [only] = repositories;
  if (only === undefined)
    throw new UserError('inputInvalid', 'There is no git repository: the Source Control view shows none.');
  const named = repositories.find(({ rootUri: one }) => one.toString() === rootUri?.toString());
  if (named !== undefined || repositories.length === 1) return named ?? only;
  const rows = repositories.map((repository) => ({
    label: vscode.workspace.asRelativePath(repository.rootUri),
    repository,
  }));
  return (await vscode.window.showQuickPick(rows, { placeHolder: 'Which repository is the message for?' }))?.repository;
}
