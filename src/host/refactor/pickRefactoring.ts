import * as vscode from 'vscode';
import { fitsLanguage } from '../../core/refactor/fitsLanguage.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { problemsAt, type RefactorPlace } from './refactorPlace.ts';
import type { FoundRefactorings } from './workspaceRefactorings.ts';

/**
 * One of the refactorings that fit the place. A file of the workspace that is none is in the list with what is wrong with it, and
 * opened where it is picked.
 *
 * @returns `undefined` where the user gives up, or has such a file to mend.
 */
export async function pickRefactoring(
  ours: readonly Refactoring[],
  own: FoundRefactorings,
  place: RefactorPlace | undefined,
): Promise<Refactoring | undefined> {
  const rowOf = (refactoring: Refactoring) => ({
    label: refactoring.title,
    detail: refactoring.sentence,
    refactoring,
  });
  const rows: (vscode.QuickPickItem & { readonly refactoring?: Refactoring; readonly uri?: vscode.Uri })[] = ours
    .filter((row) => fits(row, place) && (place === undefined || fitsLanguage(row, place.document.languageId)))
    .map(rowOf);
  const workspaceRows = [
    ...own.refactorings.filter((row) => fits(row, place)).map(rowOf),
    ...Array.from(own.problems, ([name, { uri, sentence }]) => ({
      label: `$(warning) ${name}.md`,
      detail: sentence,
      uri,
    })),
  ];
  if (workspaceRows.length > 0) {
    rows.push({ label: 'Of this workspace', kind: vscode.QuickPickItemKind.Separator }, ...workspaceRows);
  }
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'Leeward: Refactor',
    placeHolder: place === undefined ? 'No file is open: what needs none' : 'What is to be done?',
    matchOnDetail: true,
  });
  if (picked?.uri !== undefined) await vscode.window.showTextDocument(picked.uri);
  return picked?.refactoring;
}

function fits({ action, kind }: Refactoring, place: RefactorPlace | undefined): boolean {
  const needsNoEditor = action === 'message' || action === 'files';
  if (place === undefined) return needsNoEditor;
  return kind !== 'quickfix' || problemsAt(place.document, place.range).length > 0;
}
