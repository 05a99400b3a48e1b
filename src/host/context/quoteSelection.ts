import { quoteLines, surroundingLines } from '../../core/context/quoteLines.ts';
import type { LineRange } from '../../shared/codeFacts.ts';

/** What is asked of a document: its lines, one by one. */
interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/**
 * The whole lines of a selection, without secrets. A selection may begin behind the name of a password, or inside of a key:
 * it does not say by itself what it is part of, so it is looked at where it stands.
 */
export function quoteSelection(document: Lines, { start, end }: LineRange, path: string): string {
  const first = Math.max(0, start - surroundingLines);
  const last = Math.min(document.lineCount, end + surroundingLines);
  const lines = Array.from({ length: last - first }, (_, index) => document.lineAt(first + index).text);
  return quoteLines(lines, { start: start - first, end: end - first }, path).join('\n');
}
