import * as vscode from 'vscode';
import { fitsLanguage } from '../../core/refactor/fitsLanguage.ts';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { problemsAt, type RefactorPlace } from './refactorPlace.ts';

/** One of the refactorings that fit the place. @returns `undefined` where the user gives up. */
export async function pickRefactoring(
  ours: readonly Refactoring[],
  own: readonly Refactoring[],
  place: RefactorPlace | undefined,
): Promise<Refactoring | undefined> {
  const rowOf = (refactoring: Refactoring) => ({
    label: refactoring.title,
    detail: refactoring.sentence,
    refactoring,
  });
  const rows: (vscode.QuickPickItem & { readonly refactoring?: Refactoring })[] = ours
    .filter((row) => fits(row, place) && (place === undefined || fitsLanguage(row, place.document.languageId)))
    .map(rowOf);
  const workspaceRows = own.filter((row) => fits(row, place)).map(rowOf);
  if (workspaceRows.length > 0) {
    rows.push({ label: 'Of this workspace', kind: vscode.QuickPickItemKind.Separator }, ...workspaceRows);
  }
  const picked = await vscode.window.showQuickPick(rows, {
    title: 'Leeward: Refactor',
    placeHolder: place === undefined ? 'No file is open: what needs none' : 'What is to be done?',
    matchOnDetail: true,
  });
  return picked?.refactoring;
}

function fits({ action, kind }: Refactoring, place: RefactorPlace | undefined): boolean {
  const needsNoEditor = action === 'message' || action === 'files';
  if (place === undefined) return needsNoEditor;
  return kind !== 'quickfix' || problemsAt(place.document, place.range).length > 0;
}
