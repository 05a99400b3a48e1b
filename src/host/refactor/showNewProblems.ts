import * as vscode from 'vscode';
import { isCancelled } from '../../shared/errors.ts';
import { plainMessage } from '../../shared/plainMessage.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { lateProblems, newProblems } from './newProblems.ts';
import type { ProblemsAt } from './problemsSince.ts';
import { refactorCommand } from './refactorActions.ts';
import type { Acceptance, Review } from './reviews.ts';
import { tellBriefly } from './tellBriefly.ts';
import { wishLater } from './wishLater.ts';

/**
 * Each time that hunks of a review are accepted: says which problems have come with them, and offers to take them back, or to
 * have the first one fixed. Where no language server speaks of the document since, it says no more than that, and without one,
 * nothing.
 */
export function showNewProblems(
  { onDidAccept, signal }: Pick<Review, 'onDidAccept' | 'signal'>,
  onBug: (error: unknown) => void,
): void {
  let looking = new AbortController();
  /** While it is looked at: what is accepted meanwhile is looked at with it. */
  let watched: { readonly before: ProblemsAt; readonly acceptCount: number } | undefined;
  const look = async ({ document, problems }: Acceptance): Promise<void> => {
    const before = watched?.before ?? problems;
    const acceptCount = (watched?.acceptCount ?? 0) + 1;
    watched = { before, acceptCount };
    looking.abort();
    looking = new AbortController();
    const until = looking.signal;
    const { version } = document;
    // The editor's undo takes one step back, which is one acceptance.
    const undoVersion = acceptCount === 1 ? version : undefined;
    const found = await newProblems(document, before, until);
    watched = undefined;
    if (found !== undefined && found.length > 0) return await tell(document, found, undoVersion);
    // What it asks a server for may take its time.
    void tellOfNone(document, found !== undefined).catch(onBug);
    const late = await lateProblems(document, before, version, until);
    if (late.length > 0) await tell(document, late, undoVersion);
  };
  const accepting = onDidAccept((acceptance) => {
    look(acceptance).catch((error: unknown) => {
      if (!isCancelled(error)) onBug(error);
    });
  });
  signal.addEventListener('abort', () => accepting.dispose(), { once: true });
}

/** @param isSaid by anybody. Some servers, TypeScript's too, do not speak again of a document that is without problems. */
async function tellOfNone(document: vscode.TextDocument, isSaid: boolean): Promise<void> {
  const place = pathOf(document.uri);
  const name = place.slice(place.lastIndexOf('/') + 1);
  if (isSaid) return tellBriefly('check', `Leeward: 0 new problems in ${name} so far`);
  if (document.isClosed) return;
  const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  if (symbols !== undefined) tellBriefly('info', `Leeward: no new problem was reported of ${name}`);
}

/** @param undoVersion of the document: it can be undone while it is this one. */
async function tell(
  document: vscode.TextDocument,
  found: readonly vscode.Diagnostic[],
  undoVersion: number | undefined,
): Promise<void> {
  const [first] = found;
  if (first === undefined) return;
  const count = found.length === 1 ? 'A new problem' : `${found.length} new problems`;
  const place = `${pathOf(document.uri)}:${first.range.start.line + 1}`;
  const [undo, fix, show] = ['Undo', 'Fix', 'Show Problems'];
  const { start, end } = first.range;
  const wish = wishLater(
    document,
    { start: document.offsetAt(start), end: document.offsetAt(end) },
    { id: 'fixProblem' },
  );
  const sentence = plainMessage(`${count} since the change was accepted. ${place}: ${first.message}`);
  const buttons = [...(undoVersion === undefined ? [] : [undo]), fix, show];
  const answer = await vscode.window.showWarningMessage(sentence, ...buttons);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (answer === fix) await vscode.commands.executeCommand(refactorCommand, await wish());
  if (answer === undo) await undoAcceptance(document, undoVersion);
}

async function undoAcceptance(document: vscode.TextDocument, undoVersion: number | undefined): Promise<void> {
  // The version of one that is closed stays what it was.
  if (document.version === undoVersion && !document.isClosed) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    return;
  }
  const moved = `${pathOf(document.uri)} has changed since then. Take the change back with the editor's own undo.`;
  void vscode.window.showInformationMessage(plainMessage(moved));
}
