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

/** What the user says to a refactoring that takes words. @returns `undefined` where the user gives up. */
export async function askInput({ title, sentence, input }: Refactoring): Promise<string | undefined> {
  if (input === 'none') return '';
  const isRequired = input === 'required';
  return await vscode.window.showInputBox({
    title: `Leeward: ${title.replace(/\.{3}$/, '')}`,
    prompt: isRequired ? sentence : `${sentence} Enter alone leaves the rest to the model.`,
    placeHolder: isRequired ? 'What is to be done' : 'A name or a wish',
    ignoreFocusOut: true,
    validateInput: (value) => (isRequired && value.trim() === '' ? 'Say what is to be done.' : undefined),
  });
}

function fits({ action, kind }: Refactoring, place: RefactorPlace | undefined): boolean {
  const needsNoEditor = action === 'message' || action === 'files';
  if (place === undefined) return needsNoEditor;
  return kind !== 'quickfix' || problemsAt(place.document, place.range).length > 0;
}
