import * as vscode from 'vscode';

/** The lines around the cursor's, without it: what is being typed resembles nothing yet. */
export function nearbyText(document: vscode.TextDocument, line: number): string {
  const above = new vscode.Range(Math.max(0, line - linesAbove), 0, line, 0);
  const below = new vscode.Range(line + 1, 0, line + 1 + linesBelow, 0);
  return [above, below].map((range) => document.getText(document.validateRange(range))).join('\n');
}

const linesAbove = 40;
const linesBelow = 20;
