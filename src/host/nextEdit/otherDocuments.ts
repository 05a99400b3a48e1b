import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { indexableText } from '../../core/context/indexableText.ts';
import { editsElsewhere } from '../../core/nextEdit/editsElsewhere.ts';
import type { ProposedEdit } from '../../core/nextEdit/proposedEdit.ts';
import type { EditPattern } from '../../core/nextEdit/repeatedEdit.ts';
import { repeatedElsewhere } from '../../core/nextEdit/repeatedElsewhere.ts';
import type { DefinitionChange, SharedChange } from '../../core/nextEdit/sharedChange.ts';
import { languageOfPath } from '../../core/syntax/languageLookup.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import { uriOf, type WorkspacePath, workspacePathOf } from '../context/workspacePaths.ts';

export interface OtherDocumentsDeps {
  readonly repoContext: Pick<LateRepoContext, 'definitionUsers' | 'mayQuote'>;
  /** Whether next edits are wanted in that language. */
  readonly isWanted: (languageId: string) => boolean;
}

/** A document that a change of another one is likely to go on in. It need not be open. */
export interface OtherDocument {
  readonly uri: vscode.Uri;
  /** Of its first edit, 0-based. */
  readonly line: number;
  readonly editsIn: (text: string, languageId: string) => readonly ProposedEdit[];
}

/**
 * The documents that a change of `from` goes on in. Each is looked at when it is asked for.
 *
 * @throws CancelledError.
 */
export function otherDocuments(
  deps: OtherDocumentsDeps,
  change: SharedChange,
  from: vscode.Uri,
  signal: AbortSignal,
): AsyncGenerator<OtherDocument> {
  return change.kind === 'repeat' ? openTabs(change, from, signal) : users(deps, change, from, signal);
}

/** Those that have the pattern, of all that is open in a tab. What is in files that nobody looks at is left alone. */
async function* openTabs(pattern: EditPattern, from: vscode.Uri, signal: AbortSignal): AsyncGenerator<OtherDocument> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const inTabs = new Set(tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? `${input.uri}` : [])));
  for (const document of vscode.workspace.textDocuments) {
    const { uri, languageId } = document;
    const isOther = uri.toString() !== from.toString() && uri.scheme === from.scheme && inTabs.has(uri.toString());
    if (!isOther || languageId !== pattern.languageId) continue;
    await nextTurn();
    throwIfAborted(signal);
    const editsIn = (text: string) => repeatedElsewhere(pattern, text);
    const [first] = editsIn(document.getText());
    if (first !== undefined) yield { uri, line: document.positionAt(first.range.start).line, editsIn };
  }
}

/**
 * Those that use what was changed: first those that are shown, then those that are open, then files, which are read and not
 * opened.
 */
async function* users(
  deps: OtherDocumentsDeps,
  change: DefinitionChange,
  from: vscode.Uri,
  signal: AbortSignal,
): AsyncGenerator<OtherDocument> {
  const place = workspacePathOf(from);
  if (place === undefined) return;
  const known = await deps.repoContext.definitionUsers(place, change.name, signal);
  const rank = rankOfOpen();
  const ranked = known
    .map((user) => ({ user, file: { ...place, path: user.path } }))
    .map((one) => ({ ...one, rank: rank.get(uriOf(one.file).toString()) ?? rank.size }))
    .sort((a, b) => a.rank - b.rank);
  let startMs = performance.now();
  for (const { user, file } of ranked.slice(0, maxFiles)) {
    await nextTurn();
    throwIfAborted(signal);
    if (performance.now() - startMs > longestMs) return;
    const read = openText(uriOf(file)) ?? (await textOf(deps, file, signal));
    if (read === undefined || !deps.isWanted(read.languageId)) continue;
    const editsIn = (text: string, languageId: string) => editsElsewhere(change, text, languageId, user);
    const [first] = editsIn(read.text, read.languageId);
    if (first === undefined) continue;
    yield { uri: uriOf(file), line: read.text.slice(0, first.range.start).split('\n').length - 1, editsIn };
    startMs = performance.now();
  }
}

const maxFiles = 200;
/** For finding the next one: who has waited longer does something else by then. */
const longestMs = 3_000;
/** No text that is looked at is longer. */
const maxBytes = 800_000;

/** By URI, ascending. */
function rankOfOpen(): ReadonlyMap<string, number> {
  const shown = vscode.window.visibleTextEditors.map(({ document }) => document);
  const uris = [...shown, ...vscode.workspace.textDocuments].map(({ uri }) => uri.toString());
  return new Map([...new Set(uris)].map((uri, index) => [uri, index]));
}

interface ReadText {
  readonly text: string;
  readonly languageId: string;
}

function openText(uri: vscode.Uri): ReadText | undefined {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document && { text: document.getText(), languageId: document.languageId };
}

/** @returns `undefined`: it may not be read, can't be, or is no text. */
async function textOf(
  { repoContext }: OtherDocumentsDeps,
  file: WorkspacePath,
  signal: AbortSignal,
): Promise<ReadText | undefined> {
  const languageId = languageOfPath(file.path)?.id;
  // What may not be quoted is not looked at either: ignored, private and irregular files.
  if (languageId === undefined || (await repoContext.mayQuote(file, signal)) !== true) return undefined;
  const { fs } = vscode.workspace;
  try {
    if ((await fs.stat(uriOf(file))).size > maxBytes) return undefined;
    const read = indexableText(await fs.readFile(uriOf(file)), file.path);
    return read.kind === 'unfit' ? undefined : { text: read.text, languageId };
  } catch {
    // It has gone meanwhile.
    return undefined;
  }
}
