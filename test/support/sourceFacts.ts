import { join } from 'node:path';
import { fileFacts } from '../../src/core/syntax/fileFacts.ts';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import type { FileFacts } from '../../src/shared/codeFacts.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(join(import.meta.dirname, '..', '..')));

/** What a file with this text says of itself. */
export async function factsOf(languageId: string, text: string): Promise<FileFacts> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) throw new Error(`There is no grammar of ${languageId}.`);
  const never = () => false;
  const facts = withTree(grammar, text, never, (tree) => fileFacts(grammar, tree, text, never));
  if (facts === undefined) throw new Error('The text has no tree.');
  return facts;
}

/** One line a definition, such as `+ method Stack.push | push(value: T): void`; `-` where other files cannot use it. */
export async function symbolsOf(languageId: string, text: string): Promise<readonly string[]> {
  const { symbols } = await factsOf(languageId, text);
  return symbols.map(({ name, kind, signature, container, isExported }) => {
    const owner = container === undefined ? '' : `${container}.`;
    return `${isExported ? '+' : '-'} ${kind} ${owner}${name} | ${signature}`;
  });
}

/**
 * One line an import: `a.b (c, d as e)`, `a.b (*)`, `a.b (* as c)`.
 */
export async function importsOf(languageId: string, text: string): Promise<readonly string[]> {
  const { imports } = await factsOf(languageId, text);
  return imports.map(({ module, names, isWholeModule, alias }) => {
    const parts = names.map((part) => (part.alias === undefined ? part.name : `${part.name} as ${part.alias}`));
    if (isWholeModule) parts.push(alias === undefined ? '*' : `* as ${alias}`);
    return `${module} (${parts.join(', ')})`;
  });
}
