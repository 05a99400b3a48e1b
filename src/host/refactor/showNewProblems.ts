import * as vscode from 'vscode';
import { isCancelled } from '../../shared/errors.ts';
import { plainMessage } from '../../shared/plainMessage.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { newProblems, type ProblemCounts, problemCounts } from './newProblems.ts';
import type { Review } from './reviews.ts';

/**
 * Each time that hunks of a review are accepted: says which problems have come with them, and offers to take them back. Where
 * no language server speaks of the document since, it says no more than that, and without one, nothing.
 */
export function showNewProblems(
  document: vscode.TextDocument,
  { onDidAccept, signal }: Pick<Review, 'onDidAccept' | 'signal'>,
  onBug: (error: unknown) => void,
): void {
  let looking = new AbortController();
  /** While it is looked at: what is accepted meanwhile is looked at with it. */
  let watched: { readonly before: ProblemCounts; readonly acceptCount: number } | undefined;
  const look = async (): Promise<void> => {
    const before = watched?.before ?? problemCounts(document);
    const acceptCount = (watched?.acceptCount ?? 0) + 1;
    watched = { before, acceptCount };
    looking.abort();
    looking = new AbortController();
    const { version } = document;
    const found = await newProblems(document, before, looking.signal);
    watched = undefined;
    // The editor's undo takes one step back, which is one acceptance.
    if (found === undefined) await tellOfSilence(document);
    else await tell(document, found, acceptCount === 1 ? version : undefined);
  };
  const accepting = onDidAccept(() => {
    look().catch((error: unknown) => {
      if (!isCancelled(error)) onBug(error);
    });
  });
  signal.addEventListener('abort', () => accepting.dispose(), { once: true });
}

/** Some servers, TypeScript's too, do not speak again of a document that is without problems. */
async function tellOfSilence({ uri }: vscode.TextDocument): Promise<void> {
  const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
  if (symbols !== undefined) vscode.window.setStatusBarMessage('$(info) Leeward: no new problem was reported', shownMs);
}

/** @param undoVersion of the document: it can be undone while it is this one. */
async function tell(
  document: vscode.TextDocument,
  found: readonly vscode.Diagnostic[],
  undoVersion: number | undefined,
): Promise<void> {
  const [first] = found;
  if (first === undefined) {
    vscode.window.setStatusBarMessage('$(check) Leeward: 0 new problems', shownMs);
    return;
  }
  const count = found.length === 1 ? 'A new problem' : `${found.length} new problems`;
  const place = `${pathOf(document.uri)}:${first.range.start.line + 1}`;
  const undo = 'Undo';
  const show = 'Show Problems';
  const sentence = plainMessage(`${count} since the change was accepted. ${place}: ${first.message}`);
  const answer = await vscode.window.showWarningMessage(sentence, ...(undoVersion === undefined ? [] : [undo]), show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (answer !== undo) return;
  // The version of one that is closed stays what it was.
  if (document.version === undoVersion && !document.isClosed) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    return;
  }
  const moved = `${pathOf(document.uri)} has changed since then. Take the change back with the editor's own undo.`;
  void vscode.window.showInformationMessage(plainMessage(moved));
}

const shownMs = 6_000;
