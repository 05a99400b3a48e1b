import * as vscode from 'vscode';
import type { HunkLines } from '../../core/refactor/hunks.ts';

/** What the right side of a review shows. */
export interface ShownProposal {
  readonly text: string;
  /** Those that it shows as accepted, ascending. */
  readonly hunks: readonly HunkLines[];
  /** The first line that may change, 0-based. */
  readonly placeLine: number;
  /** Of the checks. `undefined`: it is still being written. */
  readonly sentence: string | undefined;
}

/** What can be done with a proposal by the mouse: with all of it where it begins, and with each hunk above it. */
export function reviewLenses(proposalUri: vscode.Uri, shown: ShownProposal): vscode.CodeLens[] {
  const key = proposalUri.toString();
  const lens = (line: number, title: string, command = '', ...more: readonly unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
      title,
      tooltip: title.replace(/^\$\(\S+\) /, ''),
      command,
      arguments: [key, ...more],
    });
  if (shown.sentence === undefined) {
    const doing = shown.hunks.length === 0 ? 'is working on it...' : 'is writing';
    const { placeLine } = shown;
    return [
      lens(placeLine, `$(loading~spin) Leeward ${doing}`),
      lens(placeLine, 'Stop (Escape)', 'leeward.stopProposal'),
    ];
  }
  const top = topLine(shown);
  return [
    // Words of one line are shown in this order, and the line may be too narrow for them.
    ...shown.hunks.flatMap(({ id, new: { start } }) => [
      lens(start, '$(check) Accept', 'leeward.acceptHunk', id),
      lens(start, 'Reject', 'leeward.rejectHunk', id),
    ]),
    lens(top, '$(check-all) Accept All', 'leeward.acceptFile'),
    lens(top, 'Reject All', 'leeward.rejectFile'),
    lens(top, shown.sentence),
  ];
}

/** To be seen with the first hunk, but on a line above it where there is one: its own words need room. */
function topLine({ hunks, placeLine }: ShownProposal): number {
  const first = hunks[0]?.new.start ?? 0;
  return placeLine < first && first - placeLine <= linesInSight ? placeLine : Math.max(0, first - 1);
}

const linesInSight = 12;
