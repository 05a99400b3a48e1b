import * as vscode from 'vscode';
import type { DocumentChange, LineText } from '../../core/refactor/review.ts';

export function lineTextOf(document: vscode.TextDocument): LineText {
  return { text: document.getText(), lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n' };
}

export function changeOf({ document, contentChanges }: vscode.TextDocumentChangeEvent): DocumentChange {
  const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
    range: { start: rangeOffset, end: rangeOffset + rangeLength },
    newText: text,
  }));
  return { ...lineTextOf(document), edits: edits.sort((a, b) => b.range.start - a.range.start) };
}
