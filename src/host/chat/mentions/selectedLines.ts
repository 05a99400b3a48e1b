import type * as vscode from 'vscode';
import type { LineRange } from '../../../shared/codeFacts.ts';

/** The whole lines of a selection. One that ends at the beginning of a line has nothing of it. */
export function selectedLines({ start, end }: vscode.Range): LineRange {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return { start: start.line, end: last };
}
