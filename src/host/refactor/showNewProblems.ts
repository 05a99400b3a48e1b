import * as vscode from 'vscode';
import { isCancelled } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { newProblems, type ProblemCounts, problemCounts } from './newProblems.ts';
import type { Review } from './reviews.ts';

/**
 * Each time that hunks of a review are accepted: says which problems have come with them, and offers to take them back. Says
 * nothing where no language server looks at the document.
 */
export function showNewProblems(
  document: vscode.TextDocument,
  { onDidAccept, signal }: Pick<Review, 'onDidAccept' | 'signal'>,
  onBug: (error: unknown) => void,
): void {
  let looking = new AbortController();
  /** While it is looked at: what is accepted meanwhile is looked at with it. */
  let before: ProblemCounts | undefined;
  const look = async (): Promise<void> => {
    before ??= problemCounts(document);
    looking.abort();
    looking = new AbortController();
    const { version } = document;
    const found = await newProblems(document, before, looking.signal);
    before = undefined;
    if (found !== undefined) await tell(document, version, found);
  };
  const accepting = onDidAccept(() => {
    look().catch((error: unknown) => {
      if (!isCancelled(error)) onBug(error);
    });
  });
  signal.addEventListener('abort', () => accepting.dispose(), { once: true });
}

async function tell(
  document: vscode.TextDocument,
  version: number,
  found: readonly vscode.Diagnostic[],
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
  const sentence = `${count} since the change was accepted. ${place}: ${first.message}`;
  const answer = await vscode.window.showWarningMessage(sentence, undo, show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  if (answer !== undo) return;
  if (document.version === version) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    return;
  }
  void vscode.window.showInformationMessage(
    `${pathOf(document.uri)} has changed since then. Take the change back with the editor's own undo.`,
  );
}

const shownMs = 6_000;
