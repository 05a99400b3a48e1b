import * as vscode from 'vscode';
import { diffByFile } from '../../../core/chat/mentions/diffByFile.ts';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import { whySkipped } from '../../../core/context/fileKinds.ts';
import { redactSecrets } from '../../../core/context/secrets.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { type RepositoryChanges, repositoryChanges } from './gitChanges.ts';
import { pathOf, type QuotableFiles } from './quotableFiles.ts';

/** `#changes`: what differs from the last commit, staged or not; new files by their names. Of private files: nothing. */
export async function readChanges(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const repositories = await repositoryChanges(signal);
  if (repositories.length === 0)
    throw new UserError(
      'inputInvalid',
      'There are no changes to read: no folder of the workspace is in a git repository.',
    );
  const texts = await Promise.all(repositories.map((changes) => quotedChanges(files, changes, signal)));
  const text = texts.filter((one) => one !== '').join('\n');
  return {
    mention,
    languageId: 'diff',
    text,
    ...(text === '' && { problem: repositories.some(hasChanges) ? nothingQuotable : nothing }),
  };
}

const nothing = 'Nothing has changed since the last commit.';
const nothingQuotable = 'What has changed is only in files that are not quoted: private or ignored ones.';

function hasChanges({ staged, unstaged, untracked }: RepositoryChanges): boolean {
  return staged !== '' || unstaged !== '' || untracked.length > 0;
}

/** What may be quoted of them, without secrets. */
export async function quotedChanges(
  files: QuotableFiles,
  { root, staged, unstaged, untracked }: RepositoryChanges,
  signal: AbortSignal,
): Promise<string> {
  const uriOf = (path: string) => vscode.Uri.joinPath(root, path);
  const parts = [...diffByFile(staged), ...diffByFile(unstaged)];
  const named = [...new Set([...parts.flatMap(({ paths }) => paths), ...untracked])];
  const allowed = new Set((await files.allowed(named.map(uriOf), signal)).map(String));
  const isAllowed = (path: string) => allowed.has(uriOf(path).toString());
  const gone = await goneOf(
    named.filter((path) => !isAllowed(path)),
    uriOf,
  );
  const diffs = parts.flatMap(({ paths, text }) => {
    if (!paths.every((path) => isAllowed(path) || gone.has(path))) return [];
    // Nobody can say any more whether a file was ignored that is not there: only that it has gone is told.
    return [paths.some(isAllowed) ? redactSecrets(text, paths[0] ?? '').text : headOf(text)];
  });
  const added = untracked.filter(isAllowed).map((path) => `New file, not added yet: ${pathOf(uriOf(path))}\n`);
  return [...diffs, ...added].join('');
}

/** Those that were deleted or renamed, and are not private by their names. */
async function goneOf(paths: readonly string[], uriOf: (path: string) => vscode.Uri): Promise<ReadonlySet<string>> {
  const isGone = async (path: string) =>
    await vscode.workspace.fs.stat(uriOf(path)).then(
      () => false,
      (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
    );
  const named = paths.filter((path) => whySkipped(path, 1) === undefined);
  const answers = await Promise.all(named.map(isGone));
  return new Set(named.filter((_, index) => answers[index]));
}

function headOf(diff: string): string {
  const hunks = diff.search(/^@@/m);
  return hunks === -1 ? diff : diff.slice(0, hunks);
}
