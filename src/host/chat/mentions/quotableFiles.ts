import * as vscode from 'vscode';
import { describeRefused } from '../../../core/chat/mentions/describeRefused.ts';
import { describeSkip, maxFileBytes, whySkipped } from '../../../core/context/fileKinds.ts';
import { indexableText } from '../../../core/context/indexableText.ts';
import { languageOfPath } from '../../../core/syntax/languageLookup.ts';
import type { LineRange } from '../../../shared/codeFacts.ts';
import { throwIfAborted, UserError } from '../../../shared/errors.ts';
import { folderFiles } from '../../context/folderFiles.ts';
import { excludedGlobs } from '../../context/folderIndexes.ts';
import { quoteSelection } from '../../context/quoteSelection.ts';
import { folderKey, type WorkspacePath, workspacePathOf } from '../../context/workspacePaths.ts';
import { FolderCheck } from './folderCheck.ts';

/** Text as it may stand in a prompt: without secrets, lines ended by `\n`. */
export interface QuotedFile {
  /** `/`-separated; in its workspace folder, where it is in one. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/**
 * What may be quoted of files in a question, by the rules that hold for the repository context: no private, ignored or
 * irregular file, and no secret. A file outside of the workspace, where nothing says what is ignored, is quoted only while
 * it is open.
 */
export class QuotableFiles {
  readonly #mayQuote: (place: WorkspacePath, signal: AbortSignal) => Promise<boolean | undefined>;

  /** @param mayQuote what the index says; `undefined` where there is none. */
  constructor(mayQuote: (place: WorkspacePath, signal: AbortSignal) => Promise<boolean | undefined>) {
    this.#mayQuote = mayQuote;
  }

  /** Those of them that may be quoted, in their order. */
  async allowed(uris: readonly vscode.Uri[], signal: AbortSignal): Promise<readonly vscode.Uri[]> {
    const checks = new Map<string, FolderCheck>();
    const answers: boolean[] = [];
    for (let at = 0; at < uris.length; at += checksAtOnce) {
      throwIfAborted(signal);
      const some = uris.slice(at, at + checksAtOnce).map((uri) => this.#check(uri, checks, signal));
      answers.push(...(await Promise.all(some)).map((problem) => problem === undefined));
    }
    return uris.filter((_, index) => answers[index]);
  }

  /**
   * All of it, as it is in the editor where it is open.
   *
   * @throws UserError that says why it is not quoted.
   */
  async read(uri: vscode.Uri, signal: AbortSignal): Promise<QuotedFile> {
    await this.#require(uri, signal);
    const path = pathOf(uri);
    const open = openDocument(uri);
    const bytes = open === undefined ? await readBytes(uri, path) : new TextEncoder().encode(open.getText());
    const read = indexableText(bytes, path);
    if (read.kind === 'unfit') throw refused(`${path} is not quoted, since it is ${describeSkip(read.reason)}.`);
    const languageId = open?.languageId ?? languageOfPath(path)?.id ?? 'plaintext';
    return { path, languageId, text: read.text.replaceAll('\r\n', '\n') };
  }

  /**
   * Whole lines of it. Those behind its end are left out.
   *
   * @throws UserError that says why they are not quoted.
   */
  async readLines(uri: vscode.Uri, lines: LineRange, signal: AbortSignal): Promise<QuotedFile & { lines: LineRange }> {
    const open = openDocument(uri);
    if (open !== undefined) {
      await this.#require(uri, signal);
      const range = within(lines, open.lineCount);
      const path = pathOf(uri);
      return { path, languageId: open.languageId, text: quoteSelection(open, range, path), lines: range };
    }
    const file = await this.read(uri, signal);
    const all = file.text.split('\n');
    const range = within(lines, all.length);
    return { ...file, text: all.slice(range.start, range.end).join('\n'), lines: range };
  }

  async #require(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
    const problem = await this.#check(uri, new Map(), signal);
    throwIfAborted(signal);
    if (problem !== undefined) throw refused(problem);
  }

  /** @param checks made on the way, by folder, to be used again. @returns why not. */
  async #check(uri: vscode.Uri, checks: Map<string, FolderCheck>, signal: AbortSignal): Promise<string | undefined> {
    const own = workspacePathOf(uri);
    const problem = own === undefined ? whyNotOutside(uri) : undefined;
    const place = own ?? placeBehind(uri);
    if (problem !== undefined || place === undefined) return problem;
    const known = await this.#mayQuote(place, signal);
    const isAllowed = known ?? (await checkOf(place, checks).mayQuote(place.path));
    return isAllowed ? undefined : describeRefused(place.path);
  }
}

/** How a file is named in a question: in its workspace folder, else by its last name. */
export function pathOf(uri: vscode.Uri): string {
  const place = workspacePathOf(uri);
  if (place === undefined) return uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const hasManyFolders = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  return hasManyFolders ? `${place.folder.name}/${place.path}` : place.path;
}

export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

const checksAtOnce = 32;

function checkOf({ folder }: WorkspacePath, checks: Map<string, FolderCheck>): FolderCheck {
  const key = folderKey(folder);
  const check = checks.get(key) ?? new FolderCheck(folderFiles(folder.uri), excludedGlobs(folder));
  checks.set(key, check);
  return check;
}

/**
 * The file of the workspace that another document shows: as it was committed (`git:`), before a change, a cell of a notebook.
 * What holds for the file holds for that. A document that is only to become a file is none.
 */
function placeBehind(uri: vscode.Uri): WorkspacePath | undefined {
  if (uri.scheme === 'untitled' || !uri.path.startsWith('/')) return undefined;
  for (const { uri: folder } of vscode.workspace.workspaceFolders ?? []) {
    const { scheme, authority } = folder;
    const place = workspacePathOf(uri.with({ scheme, authority, query: '', fragment: '' }));
    if (place !== undefined) return place;
  }
  return undefined;
}

function whyNotOutside(uri: vscode.Uri): string | undefined {
  const path = pathOf(uri);
  if (openDocument(uri) === undefined)
    return `${path} is outside of the workspace: open it in an editor to mention it.`;
  return whySkipped(uri.path, 1) === 'private' ? describeRefused(uri.path.replace(/^\//, '')) : undefined;
}

async function readBytes(uri: vscode.Uri, path: string): Promise<Uint8Array> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxFileBytes) throw refused(`${path} is not quoted, since it is ${describeSkip('tooLarge')}.`);
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw refused(`${path} can not be read: it may have been moved or deleted.`);
  }
}

function within({ start, end }: LineRange, count: number): LineRange {
  const last = Math.min(end, count);
  return { start: Math.min(start, last), end: last };
}

function refused(sentence: string): UserError {
  return new UserError('inputInvalid', sentence);
}
