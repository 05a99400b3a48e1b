import type { Tree } from 'web-tree-sitter';
import type { FileFacts } from '../../shared/codeFacts.ts';
import { findCaptures } from './captures.ts';
import { cutChunks } from './chunks.ts';
import { DocLines } from './docLines.ts';
import type { Grammar } from './grammars.ts';
import { findImports } from './imports.ts';
import { markPythonReexports } from './languages/pythonReexports.ts';
import { LineStarts } from './lineStarts.ts';
import type { ShouldStop } from './parse.ts';
import { countReferences } from './references.ts';
import { findSymbols } from './symbols.ts';

/**
 * What a parsed file says of itself.
 *
 * @param text what `tree` was made of.
 * @param path the file's, `/`-separated, where it is known: in `__init__.py` imports are passed on.
 * @returns `undefined` where `shouldStop` has said so.
 */
export function fileFacts(
  grammar: Grammar,
  tree: Tree,
  text: string,
  shouldStop: ShouldStop,
  path?: string,
): FileFacts | undefined {
  const captures = findCaptures(grammar, tree, text, shouldStop);
  if (captures === undefined) return undefined;
  const languageId = grammar.language.id;
  const lines = new LineStarts(text);
  const docLines = new DocLines(text, lines, captures);
  const imports = findImports(captures);
  return {
    languageId,
    ...(captures.package !== undefined && { package: captures.package }),
    symbols: findSymbols(languageId, text, lines, docLines, captures),
    references: countReferences(languageId, text, captures),
    imports: languageId === 'python' ? markPythonReexports(imports, path) : imports,
    chunks: cutChunks(tree, lines, docLines),
  };
}
