import * as vscode from 'vscode';
import { fitsLanguage } from '../../core/refactor/fitsLanguage.ts';
import { type Refactoring, refactorings } from '../../core/refactor/refactoring.ts';
import { whyClosed } from '../../core/refactor/whyClosed.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';
import { problemsAt } from './refactorPlace.ts';

/** Its argument is a `RefactorWish`. */
export const refactorCommand = 'leeward.refactor';

/**
 * What the light bulb shows: rows of the table and those of the workspace, with neither the engine nor a parser asked. Where
 * the cursor only passes by, a bulb at every step would be noise: then there is one for problems alone.
 *
 * @param own of the workspace.
 */
export function refactorActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  { only, triggerKind }: Pick<vscode.CodeActionContext, 'only' | 'triggerKind'>,
  own: readonly Refactoring[],
): vscode.CodeAction[] {
  if (!isPlace(document.uri)) return [];
  const isAsked = triggerKind === vscode.CodeActionTriggerKind.Invoke || !range.isEmpty;
  const isWanted = (row: Refactoring): boolean => {
    const { kind } = row;
    if (!fitsLanguage(row, document.languageId)) return false;
    // Source actions are shown only to whom asks for them.
    if (only === undefined) return kind !== 'source' && (isAsked || kind === 'quickfix');
    return only.contains(kindOf(kind));
  };
  return [...refactorings, ...own]
    .filter((row) => row.action !== 'message' && row.action !== 'files' && isWanted(row))
    .flatMap((row) => (row.kind === 'quickfix' ? fixes(row, document, range) : [actionOf(row, document, range)]));
}

function fixes(row: Refactoring, document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const problems = problemsAt(document, range);
  const [first] = problems;
  if (first === undefined) return [];
  const action = actionOf(row, document, first.range);
  action.diagnostics = [...problems];
  return [action];
}

function actionOf(
  { id, title, kind }: Refactoring,
  { uri }: vscode.TextDocument,
  range: vscode.Range,
): vscode.CodeAction {
  const name = `${title.replace(/\.{3}$/, '')} (Leeward)`;
  const action = new vscode.CodeAction(name, kindOf(kind));
  action.command = { title: name, command: refactorCommand, arguments: [{ id, uri, range }] };
  return action;
}

function kindOf(kind: Refactoring['kind']): vscode.CodeActionKind {
  return vscode.CodeActionKind.Empty.append(kind);
}

function isPlace(uri: vscode.Uri): boolean {
  if (uri.scheme === 'untitled') return true;
  const place = workspacePathOf(uri);
  return place !== undefined && whyClosed(place.path) === undefined;
}
