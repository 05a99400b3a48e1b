import * as vscode from 'vscode';
import { hunksBetween } from '../../core/refactor/hunks.ts';
import { proposeRewrite } from '../../core/refactor/proposeRewrite.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { documentNow } from './documentNow.ts';
import type { RefactorPorts } from './refactorPorts.ts';

/** What has become of some files. */
export interface FilesEdit {
  /** Shown by VS Code before any of it is done: each hunk can be left out there. */
  readonly edit: vscode.WorkspaceEdit;
  readonly changes: readonly FileChange[];
  /** A sentence for each file that is left as it is, though it was not to be. */
  readonly problems: readonly string[];
}

/** A whole file as the model has read it, and as it is to be. */
export interface FileChange {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly before: string;
  readonly after: string;
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
  const changes: FileChange[] = [];
  const problems: string[] = [];
  for (const [index, uri] of uris.entries()) {
    const path = pathOf(uri);
    onFile(path, index);
    try {
      const document = await openText(ports, uri, path, signal);
      const before = document.getText();
      const after = await rewrite(ports, refactoring, instruction, document, path, signal);
      if (document.getText() !== before)
        throw new UserError('inputInvalid', 'it has changed while the model wrote. Run it again.');
      for (const { range, newText } of hunksBetween(before, after)) {
        const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
        edit.replace(uri, place, newText, { needsConfirmation: true, label: `${refactoring.title}: ${instruction}` });
      }
      if (after !== before) changes.push({ uri, path, before, after });
    } catch (error) {
      if (isCancelled(error) || !(error instanceof UserError) || endsAll.has(error.code)) throw error;
      problems.push(`${path}: ${error.message}`);
    }
    throwIfAborted(signal);
  }
  return { edit, changes, problems };
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
  const document = await documentNow(uri);
  if (document === undefined) throw new UserError('inputInvalid', `${path} can't be opened as text.`);
  return document;
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
      syntaxOf: (some, until) => repoContext.syntaxReport(languageId, some, until),
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
