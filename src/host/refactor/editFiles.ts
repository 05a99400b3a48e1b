import type * as vscode from 'vscode';
import { proposeRewrite } from '../../core/refactor/proposeRewrite.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import type { Rewrite } from '../../core/refactor/rewriteRequest.ts';
import { isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { documentNow } from './documentNow.ts';
import type { RefactorPorts } from './refactorPorts.ts';

/** What has become of some files. */
export interface EditedFiles {
  readonly changes: readonly FileChange[];
  readonly left: readonly LeftFile[];
}

/** A whole file as the model has read it, and as it is to be. */
export interface FileChange {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What was looked at, in sentences. */
  readonly checks: string;
}

/** A file that is left as it is, though it was not to be; or several, where one has ended all. */
export interface LeftFile {
  /** Names it, and says why. */
  readonly sentence: string;
  /** Of the model. Absent: it has not answered. */
  readonly rawAnswer?: string;
}

/**
 * Has the model change files one after the other as the instruction says. A file that fails leaves the others as they are, and
 * an end before the last one, by the user or the engine, those that are done.
 *
 * @param onFile told before each.
 * @throws CancelledError, UserError where the engine can't answer at all; both only where no file has changed yet.
 */
export async function editFiles(
  ports: RefactorPorts,
  refactoring: Refactoring,
  instruction: string,
  uris: readonly vscode.Uri[],
  onFile: (path: string, index: number) => void,
  signal: AbortSignal,
): Promise<EditedFiles> {
  const changes: FileChange[] = [];
  const left: LeftFile[] = [];
  for (const [index, uri] of uris.entries()) {
    const path = pathOf(uri);
    try {
      throwIfAborted(signal);
      onFile(path, index);
      const document = await openText(ports, uri, path, signal);
      const before = document.getText();
      const rewrite = await rewriteFile(ports, refactoring, instruction, document, path, signal);
      if (rewrite.kind === 'failed') {
        left.push({ sentence: `${path}: ${rewrite.reason} ${rewrite.advice}`.trim(), rawAnswer: rewrite.rawAnswer });
      } else if (rewrite.kind === 'proposed') {
        changes.push({ uri, path, before, after: rewrite.after, checks: checksOf(rewrite) });
      }
    } catch (error) {
      const endsAll = isCancelled(error) || (error instanceof UserError && engineCodes.has(error.code));
      if ((endsAll && changes.length === 0) || !(endsAll || error instanceof UserError)) throw error;
      const reason = isCancelled(error) ? 'stopped.' : reasonOf(error);
      if (!endsAll) left.push({ sentence: `${path}: ${reason}` });
      else {
        left.push({ sentence: `${namesOf(path, uris.length - index - 1)}: ${reason}` });
        break;
      }
    }
  }
  return { changes, left };
}

/** What concerns the engine concerns the next file too. */
const engineCodes: ReadonlySet<UserError['code']> = new Set<UserError['code']>([
  'engineGone',
  'engineStartFailed',
  'engineVersionMismatch',
  'modelMissing',
  'modelInvalid',
  'modelLoadFailed',
  'modelReplaced',
]);

function namesOf(path: string, behindCount: number): string {
  if (behindCount === 0) return path;
  return `${path} and ${behindCount === 1 ? 'the file' : `the ${behindCount} files`} behind it`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UserError)) return '';
  // Its own advice is to select less.
  if (error.code !== 'promptTooLong') return error.message;
  return 'it is too long for the model to write it anew. Raise leeward.model.contextSize, or edit a part of it with "Leeward: Edit with an Instruction...".';
}

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

async function rewriteFile(
  { engine, repoContext }: RefactorPorts,
  refactoring: Refactoring,
  input: string,
  document: vscode.TextDocument,
  path: string,
  signal: AbortSignal,
): Promise<Rewrite> {
  const { languageId } = document;
  const text = document.getText();
  return await proposeRewrite(
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
}

/** All of a file is its scope. */
function checksOf({ checks }: Extract<Rewrite, { kind: 'proposed' }>): string {
  return checks
    .filter(({ name }) => name !== 'scope')
    .map(({ sentence }) => sentence)
    .join(' ');
}
