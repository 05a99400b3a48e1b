import * as vscode from 'vscode';
import { rangeNow } from '../../core/refactor/rangeNow.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { documentNow } from './documentNow.ts';
import type { RefactorWish } from './refactorWish.ts';

/**
 * A wish that may be said later, when the document is another one: then its place is where those lines are.
 *
 * @param offsets of the document as it is now.
 */
export function wishLater(
  document: vscode.TextDocument,
  offsets: OffsetRange,
  wish: Omit<RefactorWish, 'uri' | 'range'>,
): () => Promise<RefactorWish> {
  const { uri } = document;
  const before = document.getText();
  return async () => {
    const now = await documentNow(uri);
    // Who fulfils it says that the document has gone.
    if (now === undefined) return { ...wish, uri };
    const { start, end } = rangeNow(before, now.getText(), offsets);
    return { ...wish, uri, range: new vscode.Range(now.positionAt(start), now.positionAt(end)) };
  };
}
