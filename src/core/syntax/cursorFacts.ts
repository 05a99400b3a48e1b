import type { Tree } from 'web-tree-sitter';
import type { CursorFacts } from '../../shared/contextQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { heritageIn } from '../context/heritage.ts';
import type { CapturedDefinition } from './captures.ts';
import { type CursorCaptures, cursorCaptures } from './cursorCaptures.ts';
import { documentNames } from './documentNames.ts';
import { documentVariables } from './documentVariables.ts';
import type { Grammar } from './grammars.ts';

import { findImports } from './imports.ts';

/**
 * The document seen from the cursor. Works on broken syntax, as it is while a line is typed: what the tree does not
 * understand it has no definitions of, but its names count. Of a long document, what is far away from the cursor counts as
 * far as others are concerned by it: what it imports and defines.
 *
 * @param text what `tree` was made of.
 * @param offset of the cursor.
 * @param path `/`-separated, relative to the workspace folder.
 */
export function cursorFacts(grammar: Grammar, tree: Tree, text: string, offset: number, path: string): CursorFacts {
  const steps = cursorFactsInSteps(grammar, tree, text, offset, path);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps of some milliseconds. The tree must stay as it is until the end. */
export function* cursorFactsInSteps(
  grammar: Grammar,
  tree: Tree,
  text: string,
  offset: number,
  path: string,
): Generator<undefined, CursorFacts> {
  const captures = yield* cursorCaptures(grammar, tree, text, offset);
  const imports = findImports(captures);
  const around = captures.definitions.filter(({ node }) => node.startIndex <= offset && offset <= node.endIndex);
  const names = yield* documentNames(captures, imports, text, offset, signaturesOf(around, captures));
  const variables = yield* documentVariables(grammar, tree, text, offset, names.names);
  return {
    path,
    languageId: grammar.language.id,
    ...(captures.package !== undefined && { package: captures.package }),
    imports,
    ...names,
    ownNames: ownNames(captures, text),
    supertypes: supertypesOf(around, captures, text, offset, grammar.language.id),
    variables,
  };
}

/** From the beginning of each definition around the cursor to its body. */
function signaturesOf(around: readonly CapturedDefinition[], captures: CursorCaptures): readonly OffsetRange[] {
  return around.flatMap(({ node, value }) => {
    const body = captures.bodyOf.get(node.id) ?? (value === undefined ? undefined : captures.bodyOf.get(value.id));
    return body === undefined ? [] : [{ start: node.startIndex, end: body.start }];
  });
}

function ownNames(captures: CursorCaptures, text: string): readonly string[] {
  const names = new Set(captures.definitions.map(({ name }) => name));
  for (const name of captures.farNames) names.add(name);
  const locals = new Set(captures.locals);
  for (const { startIndex, endIndex } of captures.references)
    if (locals.has(startIndex)) names.add(text.slice(startIndex, endIndex));
  return [...names];
}

/** Names behind the name of the types around the cursor; words of the language among them do no harm. */
function supertypesOf(
  around: readonly CapturedDefinition[],
  captures: CursorCaptures,
  text: string,
  offset: number,
  languageId: string,
): readonly string[] {
  const heads = around.flatMap(({ node, nameStart, name, kind }) => {
    const body = captures.bodyOf.get(node.id);
    const isType = kind === 'class' || kind === 'interface' || kind === 'module';
    return body === undefined || !isType ? [] : [text.slice(nameStart + name.length, body.start)];
  });
  if (heads.length === 0) heads.push(headAbove(text, offset));
  return [...new Set(heads.flatMap((head) => heritageIn(head, languageId)))];
}

/** Of the nearest type above, as its line says: while a body is empty yet, the tree may not know the type at all. */
function headAbove(text: string, offset: number): string {
  const lines = text.slice(Math.max(0, offset - maxHeadDistance), offset).split('\n');
  for (const line of lines.reverse()) {
    const head = /^\s*(?:[\w@]+\s+)*(?:class|interface|trait|object)\s+[\w$]+(.*)$/.exec(line)?.[1];
    if (head !== undefined) return head;
  }
  return '';
}

/** Characters. */
const maxHeadDistance = 20_000;
