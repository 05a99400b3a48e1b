import type { InsertionQuery } from '../../shared/syntaxQuery.ts';
import { countErrors } from './countErrors.ts';
import { DocumentTree } from './documentTree.ts';
import type { Grammar } from './grammars.ts';
import type { ShouldStop } from './parse.ts';

/**
 * The first of some texts that the document can take without one more syntax error than it has.
 *
 * @returns its index, -1 where each of them adds an error; `undefined` where the document has no tree, or `shouldStop` has
 *   said so.
 */
export function firstParsing(
  grammar: Grammar,
  { text, range, variants }: InsertionQuery,
  shouldStop: ShouldStop,
): number | undefined {
  const document = new DocumentTree(grammar, text);
  const errorsNow = (): number | undefined =>
    document.update(shouldStop) && document.tree ? countErrors(document.tree) : undefined;
  try {
    const before = errorsNow();
    if (before === undefined) return undefined;
    const replaced = text.slice(range.start, range.end);
    let end = range.end;
    for (const [index, newText] of variants.entries()) {
      document.edit({ range: { start: range.start, end }, newText });
      end = range.start + newText.length;
      const errors = errorsNow();
      if (errors === undefined) return undefined;
      if (errors <= before) return index;
      document.edit({ range: { start: range.start, end }, newText: replaced });
      end = range.end;
    }
    return -1;
  } finally {
    document.dispose();
  }
}
