import * as vscode from 'vscode';
import type { HunkLines } from '../../core/refactor/hunks.ts';

/** What the right side of a review shows. */
export interface ShownProposal {
  readonly text: string;
  /** Those that it shows as accepted, ascending. */
  readonly hunks: readonly HunkLines[];
  /** Of the checks. `undefined`: it is still being written. */
  readonly sentence: string | undefined;
}

/** What can be done with a proposal by the mouse: with all of it at the top, and with each hunk above it. */
export function reviewLenses(proposalUri: vscode.Uri, shown: ShownProposal): vscode.CodeLens[] {
  const key = proposalUri.toString();
  const first = shown.hunks[0]?.new.start ?? 0;
  // To be seen with the first hunk.
  const top = first > linesInSight ? new vscode.Range(first, 0, first, 0) : new vscode.Range(0, 0, 0, 0);
  const lens = (range: vscode.Range, title: string, command = '', ...more: readonly unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(range, {
      title,
      tooltip: title.replace(/^\$\(\S+\) /, ''),
      command,
      arguments: [key, ...more],
    });
  if (shown.sentence === undefined) {
    return [lens(top, '$(loading~spin) Leeward is writing'), lens(top, 'Stop', 'leeward.rejectFile')];
  }
  return [
    lens(top, '$(check-all) Accept All', 'leeward.acceptFile'),
    lens(top, 'Reject All', 'leeward.rejectFile'),
    lens(top, shown.sentence),
    ...shown.hunks.flatMap(({ id, new: { start } }) => {
      const range = new vscode.Range(start, 0, start, 0);
      return [
        lens(range, '$(check) Accept', 'leeward.acceptHunk', id),
        lens(range, 'Reject', 'leeward.rejectHunk', id),
      ];
    }),
  ];
}

const linesInSight = 12;
