import * as vscode from 'vscode';
import type { OffsetRange } from '../../shared/text.ts';

export function rangeOf(document: vscode.TextDocument, { start, end }: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
