import type { Tree } from 'web-tree-sitter';
import type { CodeSymbol } from '../../shared/codeFacts.ts';
import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import { qualifiedName } from '../context/qualifiedName.ts';
import { type Captures, findCaptures } from './captures.ts';
import { countErrors } from './countErrors.ts';
import { DocLines } from './docLines.ts';
import type { Grammar } from './grammars.ts';
import { findImports } from './imports.ts';
import { LineStarts } from './lineStarts.ts';
import type { ShouldStop } from './parse.ts';
import { findSymbols } from './symbols.ts';
import { syntaxTokens } from './syntaxTokens.ts';

/**
 * What a text says of itself, in order to compare it with what a refactoring makes of it.
 *
 * @param text what `tree` was made of.
 * @returns `undefined` where `shouldStop` has said so.
 */
export function syntaxReport(
  grammar: Grammar,
  tree: Tree,
  text: string,
  shouldStop: ShouldStop,
): SyntaxReport | undefined {
  const captures = findCaptures(grammar, tree, text, shouldStop);
  if (captures === undefined) return undefined;
  const { id } = grammar.language;
  const lines = new LineStarts(text);
  const exported = findSymbols(id, text, lines, new DocLines(text, lines, captures), captures).filter(
    ({ isExported }) => isExported,
  );
  return {
    errors: countErrors(tree) + (id === 'python' ? countBackticks(tree, text) : 0),
    exportedNames: exportedNames(exported, captures),
    definedNames: definedNames(text, captures),
    exportedSignatures: exported.map(({ signature }) => signature),
    tokens: syntaxTokens(id, tree),
  };
}

/** What stood for `repr` in Python 2 is a string for the grammar, and an error for Python. */
function countBackticks({ rootNode }: Tree, text: string): number {
  if (!text.includes('`')) return 0;
  return rootNode.descendantsOfType('string').filter((string) => string?.text.startsWith('`')).length;
}

/** Members of what is exported, and what is passed on from another file, are names that others use as well. */
function exportedNames(exported: readonly CodeSymbol[], captures: Captures): readonly string[] {
  const passedOn = findImports(captures).filter(({ isReexport }) => isReexport);
  return sorted([
    ...exported.map(qualifiedName),
    ...passedOn.flatMap(({ module, names, isWholeModule, alias }) => [
      ...names.map((one) => one.alias ?? one.name),
      ...(isWholeModule ? [alias ?? `* from ${module}`] : []),
    ]),
  ]);
}

function definedNames(text: string, { definitions, locals, references }: Captures): readonly string[] {
  const bound = new Set(locals);
  const local = references.filter(({ startIndex }) => bound.has(startIndex));
  return sorted([
    ...definitions.map(({ name }) => name),
    ...local.map(({ startIndex, endIndex }) => text.slice(startIndex, endIndex)),
  ]);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
