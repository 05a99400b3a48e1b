import * as vscode from 'vscode';
import { proposeNames } from '../../core/refactor/proposeNames.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { quoteSelection } from '../context/quoteSelection.ts';
import { applyServerEdit, documentVersions } from './applyServerEdit.ts';
import { documentNow } from './documentNow.ts';
import type { RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';
import { scopesOf } from './scopeAt.ts';

/** Runs while something is computed that can be cancelled. */
export type WithProgress = <Result>(title: string, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/**
 * Names that the model proposes, of which the user picks one or types another; the language's own rename does the change.
 *
 * @param input the new name, where it is known already.
 * @throws UserError where nothing can be renamed there; CancelledError.
 */
export async function renameSymbol(
  ports: RefactorPorts,
  refactoring: Refactoring,
  input: string,
  place: RefactorPlace,
  withProgress: WithProgress,
): Promise<void> {
  const symbol = await symbolAt(place);
  const newName =
    input === ''
      ? await withProgress(
          refactoring.title,
          async (signal) => await namesFor(ports, refactoring, place, symbol, signal),
        ).then((names) => pickName(symbol.name, names))
      : input;
  if (newName === undefined || newName === symbol.name) return;
  const document = await documentNow(place.document.uri);
  if (document?.getText(symbol.range) !== symbol.name) throw moved(symbol.name);
  const asked = documentVersions();
  await applyServerEdit(ports, await renameEdit(document, symbol.range.start, symbol.name, newName), asked);
}

function moved(name: string): UserError {
  return new UserError(
    'inputInvalid',
    `${name} is elsewhere by now, so nothing was renamed. Set the cursor on it again.`,
  );
}

interface FoundSymbol {
  readonly name: string;
  readonly range: vscode.Range;
}

async function symbolAt({ document, range }: RefactorPlace): Promise<FoundSymbol> {
  const word = document.getWordRangeAtPosition(range.start) ?? document.getWordRangeAtPosition(range.end);
  if (word !== undefined) return { name: document.getText(word), range: word };
  throw new UserError('inputInvalid', 'There is no name at the cursor. Set it on what is to be renamed.');
}

async function namesFor(
  ports: RefactorPorts,
  refactoring: Refactoring,
  place: RefactorPlace,
  { name }: FoundSymbol,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { document } = place;
  const { languageId } = document;
  await ports.files.require(document.uri, signal);
  const [enclosing, report] = await Promise.all([
    scopesOf(ports, place, signal),
    ports.repoContext.syntaxReport(languageId, document.getText(), signal).catch(ifExpected),
  ]);
  const around = enclosing.find((scope) => scope.kind === 'function' && scope.name !== undefined) ?? enclosing[0];
  const line = place.range.start.line;
  const start = around === undefined ? line - linesAround : document.positionAt(around.start).line;
  const end = around === undefined ? line + linesAround : document.positionAt(around.end).line + 1;
  const near = {
    start: Math.max(0, start, line - mostLines),
    end: Math.min(document.lineCount, end, line + mostLines),
  };
  const code = quoteSelection(document, near, pathOf(document.uri));
  const taken = new Set(report?.definedNames);
  return await proposeNames(ports.engine, { refactoring, name, languageId, code, taken }, signal);
}

const linesAround = 20;
const mostLines = 60;

/** One of them, or what is typed instead. */
async function pickName(name: string, names: readonly string[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  const proposed = names.map((label) => ({ label }));
  pick.title = `Rename ${name}`;
  pick.placeholder = names.length === 0 ? 'The model has no better name: type one' : 'Choose a name, or type another';
  pick.items = proposed;
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const isNew = typed !== '' && !names.includes(typed);
    pick.items = isNew ? [{ label: typed, description: 'as typed', alwaysShow: true }, ...proposed] : proposed;
  });
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve((pick.activeItems[0]?.label ?? pick.value.trim()) || undefined));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

async function renameEdit(
  { uri, languageId }: vscode.TextDocument,
  position: vscode.Position,
  name: string,
  newName: string,
): Promise<vscode.WorkspaceEdit> {
  let edit: vscode.WorkspaceEdit | undefined;
  try {
    edit = await vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', uri, position, newName);
  } catch (error) {
    throw new UserError('inputInvalid', `${name} can't be renamed: ${error instanceof Error ? error.message : error}`);
  }
  if (edit !== undefined && edit.size > 0) return edit;
  throw new UserError(
    'inputInvalid',
    `No extension of the editor can rename ${name}: renaming needs a language server for ${languageId}.`,
  );
}

/** Without a report more names are offered: the rename provider refuses those that are taken. */
function ifExpected(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
