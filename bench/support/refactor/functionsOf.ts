import { resolve } from 'node:path';
import { chooseScope } from '../../../src/core/refactor/chooseScope.ts';
import { findCaptures } from '../../../src/core/syntax/captures.ts';
import { enclosingScopes } from '../../../src/core/syntax/enclosingScopes.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import type { OffsetRange } from '../../../src/shared/text.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

/** A function or method that has a name, which no other in its file has. */
export interface NamedFunction {
  readonly name: string;
  readonly nameStart: number;
}

export const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));
export const never = () => false;

/** The functions of a file, in its order. */
export async function functionsOf(languageId: string, text: string): Promise<readonly NamedFunction[]> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) return [];
  const found = withTree(grammar, text, never, (tree) =>
    (findCaptures(grammar, tree, text, never)?.definitions ?? [])
      .filter(({ kind }) => kind === 'function' || kind === 'method')
      .map(({ name, nameStart }) => ({ name, nameStart })),
  );
  const all = [...new Map((found ?? []).map((one) => [one.nameStart, one])).values()];
  return all
    .filter(({ name }) => all.filter((one) => one.name === name).length === 1)
    .sort((a, b) => a.nameStart - b.nameStart);
}

/**
 * What a refactoring changes that is asked for with the cursor on the name: whole lines. `undefined` where the function is part
 * of another one.
 */
export async function scopeOf(
  languageId: string,
  text: string,
  { name, nameStart }: NamedFunction,
): Promise<OffsetRange | undefined> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) return undefined;
  return withTree(grammar, text, never, (tree) => {
    const at = { start: nameStart, end: nameStart };
    const enclosing = enclosingScopes(grammar, tree, text, at);
    const named = enclosing.filter((one) => one.kind === 'function' && one.name !== undefined);
    if (named.length !== 1 || named[0]?.name !== name) return undefined;
    return chooseScope({ scope: 'function', kind: 'refactor.rewrite', text, selection: at, enclosing });
  });
}
