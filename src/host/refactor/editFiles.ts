import * as vscode from 'vscode';
import { hunksBetween } from '../../core/refactor/hunks.ts';
import { proposeRewrite } from '../../core/refactor/proposeRewrite.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { syntaxOf } from './rewriteInReview.ts';

/** What has become of some files. */
export interface FilesEdit {
  /** Shown by VS Code before any of it is done: each hunk can be left out there. */
  readonly edit: vscode.WorkspaceEdit;
  readonly changed: readonly string[];
  /** A sentence for each file that is left as it is, though it was not to be. */
  readonly problems: readonly string[];
  /** No file has another text than the one that was looked at. */
  isCurrent(): boolean;
}

/**
 * Has the model change files one after the other as the instruction says. A file that fails leaves the others as they are.
 *
 * @param onFile told before each.
 * @throws CancelledError; UserError where the engine can't answer at all.
 */
export async function editFiles(
  ports: RefactorPorts,
  refactoring: Refactoring,
  instruction: string,
  uris: readonly vscode.Uri[],
  onFile: (path: string, index: number) => void,
  signal: AbortSignal,
): Promise<FilesEdit> {
  const edit = new vscode.WorkspaceEdit();
  const versions = new Map<vscode.TextDocument, number>();
  const changed: string[] = [];
  const problems: string[] = [];
  for (const [index, uri] of uris.entries()) {
    const path = pathOf(uri);
    onFile(path, index);
    try {
      const document = await openText(ports, uri, path, signal);
      versions.set(document, document.version);
      const text = document.getText();
      const after = await rewrite(ports, refactoring, instruction, document, path, signal);
      for (const { range, newText } of hunksBetween(text, after)) {
        const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
        edit.replace(uri, place, newText, { needsConfirmation: true, label: `${refactoring.title}: ${instruction}` });
      }
      if (after !== text) changed.push(path);
    } catch (error) {
      if (isCancelled(error) || !(error instanceof UserError) || endsAll.has(error.code)) throw error;
      problems.push(`${path}: ${error.message}`);
    }
    throwIfAborted(signal);
  }
  const isCurrent = () => [...versions].every(([{ version }, before]) => version === before);
  return { edit, changed, problems, isCurrent };
}

/** What concerns the engine concerns the next file too. */
const endsAll: ReadonlySet<UserError['code']> = new Set<UserError['code']>([
  'engineGone',
  'engineStartFailed',
  'engineVersionMismatch',
  'modelMissing',
  'modelInvalid',
  'modelLoadFailed',
  'modelReplaced',
]);

async function openText(
  ports: RefactorPorts,
  uri: vscode.Uri,
  path: string,
  signal: AbortSignal,
): Promise<vscode.TextDocument> {
  await ports.files.require(uri, signal);
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new UserError('inputInvalid', `${path} can't be opened as text.`);
  }
}

/** @throws UserError where the answer can't be used. */
async function rewrite(
  { engine, repoContext }: RefactorPorts,
  refactoring: Refactoring,
  input: string,
  document: vscode.TextDocument,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const { languageId } = document;
  const text = document.getText();
  const proposal = await proposeRewrite(
    {
      engine,
      syntaxOf: async (some, until) => await syntaxOf(repoContext, languageId, some, until),
      onProgress: () => {},
    },
    {
      ...{ refactoring, input, document: { path, languageId, text }, scope: { start: 0, end: text.length } },
      ...{ problems: [], context: [] },
    },
    signal,
  );
  if (proposal.kind === 'failed') throw new UserError('inputInvalid', proposal.reason);
  return proposal.kind === 'unchanged' ? text : proposal.after;
}
