import { resolve } from 'node:path';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { syntaxReport } from '../../src/core/syntax/syntaxReport.ts';
import type { SyntaxReport } from '../../src/shared/syntaxQuery.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..')));

/** What a text says of itself, as the index worker tells it. `undefined`: the language's syntax is not understood. */
export async function syntaxOf(languageId: string, text: string): Promise<SyntaxReport | undefined> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) return undefined;
  const never = () => false;
  return withTree(grammar, text, never, (tree) => syntaxReport(grammar, tree, text, never));
}
