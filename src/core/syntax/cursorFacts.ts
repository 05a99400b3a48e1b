import type { Tree } from 'web-tree-sitter';
import type { CursorFacts } from '../../shared/contextQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { identifiersIn } from '../context/identifiers.ts';
import { type CapturedDefinition, type Captures, findCaptures } from './captures.ts';
import type { Grammar } from './grammars.ts';
import { findImports } from './imports.ts';
import { documentNames } from './documentNames.ts';

/**
 * The document seen from the cursor. Works on broken syntax, as it is while a line is typed: what the tree does not
 * understand it has no definitions of, but its names count.
 *
 * @param text what `tree` was made of.
 * @param offset of the cursor.
 * @param path `/`-separated, relative to the workspace folder.
 */
export function cursorFacts(grammar: Grammar, tree: Tree, text: string, offset: number, path: string): CursorFacts {
  const captures = findCaptures(grammar, tree, text, () => false);
  if (captures === undefined) throw new RangeError('nothing stops the query');
  const imports = findImports(captures);
  const around = captures.definitions.filter(({ node }) => node.startIndex <= offset && offset <= node.endIndex);
  return {
    path,
    languageId: grammar.language.id,
    ...(captures.package !== undefined && { package: captures.package }),
    imports,
    ...documentNames(captures, imports, text, offset, signaturesOf(around, captures)),
    ownNames: ownNames(captures, text),
    supertypes: supertypesOf(around, captures, text),
  };
}

/** From the beginning of each definition around the cursor to its body. */
function signaturesOf(around: readonly CapturedDefinition[], captures: Captures): readonly OffsetRange[] {
  return around.flatMap(({ node, value }) => {
    const body = captures.bodyOf.get(node.id) ?? (value === undefined ? undefined : captures.bodyOf.get(value.id));
    return body === undefined ? [] : [{ start: node.startIndex, end: body.start }];
  });
}

function ownNames(captures: Captures, text: string): readonly string[] {
  const names = new Set(captures.definitions.map(({ name }) => name));
  const locals = new Set(captures.locals);
  for (const { startIndex, endIndex } of captures.references)
    if (locals.has(startIndex)) names.add(text.slice(startIndex, endIndex));
  return [...names];
}

/** Names behind the name of the types around the cursor; words of the language among them do no harm. */
function supertypesOf(around: readonly CapturedDefinition[], captures: Captures, text: string): readonly string[] {
  const names = new Set<string>();
  for (const { node, nameStart, name, kind } of around) {
    const body = captures.bodyOf.get(node.id);
    if (body === undefined || (kind !== 'class' && kind !== 'interface' && kind !== 'module')) continue;
    for (const each of identifiersIn(text.slice(nameStart + name.length, body.start))) names.add(each);
  }
  return [...names];
}
