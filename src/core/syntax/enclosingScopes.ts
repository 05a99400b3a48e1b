import type { Node, Tree } from 'web-tree-sitter';
import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { enclosingBlocks } from './blocks.ts';
import { type CapturedBody, type CapturedDefinition, type Captures, findCaptures } from './captures.ts';
import { DocLines } from './docLines.ts';
import type { Grammar } from './grammars.ts';
import { LineStarts } from './lineStarts.ts';
import type { ShouldStop } from './parse.ts';
import { wrapped } from './symbols.ts';

/**
 * The functions and classes that a selection is in, with what belongs to them (`export`, decorators, the comment directly
 * above), and the whole statements that it touches: the innermost first.
 *
 * @param text what `tree` was made of.
 * @param selection empty: a cursor's place, which counts for the code behind it where only blanks stand before it.
 * @param shouldStop where it says so, functions and classes have no names and no comments.
 */
export function enclosingScopes(
  grammar: Grammar,
  tree: Tree,
  text: string,
  selection: OffsetRange,
  shouldStop: ShouldStop = () => false,
): readonly EnclosingScope[] {
  const wanted = withoutBlanks(text, selection);
  const captures = findCaptures(grammar, tree, text, shouldStop);
  const named = captures === undefined ? [] : definitionScopes(text, captures);
  const isNamed = ({ body }: EnclosingScope) => named.some((scope) => scope.body?.start === body?.start);
  const unnamed = enclosingBlocks(grammar, tree, text, wanted.start).filter((block) => !isNamed(block));
  const statements = statementsAt(tree.rootNode, wanted);
  return [...(statements === undefined ? [] : [statements]), ...unnamed, ...named]
    .filter((scope) => scope.start <= wanted.start && wanted.end <= scope.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** Each definition that has a body. */
function definitionScopes(text: string, captures: Captures): readonly EnclosingScope[] {
  const lines = new LineStarts(text);
  const docLines = new DocLines(text, lines, captures);
  // Several patterns may find one definition: the last knows it best.
  const scopes = new Map<number, EnclosingScope>();
  for (const definition of captures.definitions) {
    const body = bodyOf(definition, captures);
    if (body === undefined) continue;
    const { start, end } = wrapped(definition.node, captures);
    const line = lines.lineAt(start);
    const docLine = docLines.startOf(line);
    scopes.set(body.start, {
      kind: body.isFunction ? 'function' : 'class',
      name: definition.name,
      start: docLine < line ? codeStart(text, lines.startOf(docLine)) : start,
      end,
      body: { start: body.start, end: body.end },
    });
  }
  return [...scopes.values()];
}

function bodyOf({ node, part, value }: CapturedDefinition, captures: Captures): CapturedBody | undefined {
  for (const owner of [part, value, node]) {
    const body = owner === undefined ? undefined : captures.bodyOf.get(owner.id);
    if (body !== undefined) return body;
  }
  return undefined;
}

/** The children of one block that the range touches. `undefined`: it touches none. */
function statementsAt(root: Node, { start, end }: OffsetRange): EnclosingScope | undefined {
  let node = root.descendantForIndex(start, Math.max(start, end - 1));
  // Where the grammar has the selection in one statement, the block around that is meant.
  while (node?.parent && !holdsStatements.test(node.type)) node = node.parent;
  const touched = (node?.namedChildren ?? []).filter(
    (child) => child !== null && child.startIndex <= Math.max(start, end - 1) && child.endIndex > start,
  );
  const [first, last] = [touched.at(0), touched.at(-1)];
  if (!first || !last) return undefined;
  return { kind: 'statement', start: first.startIndex, end: last.endIndex };
}

/** Types of nodes, in all grammars, whose children are statements or declarations. */
const holdsStatements =
  /(?:^|_)(?:block|body|suite|statements|body_statement|compound_statement|(?:statement|declaration)_list|do_group|case|default|section|group|then|do)$/;

function withoutBlanks(text: string, { start, end }: OffsetRange): OffsetRange {
  if (start < end) {
    const selected = text.slice(start, end);
    const blank = selected.length - selected.trimStart().length;
    if (selected.trim() !== '') return { start: start + blank, end: start + selected.trimEnd().length };
  }
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const at = Math.max(start, codeStart(text, lineStart));
  return { start: at, end: at };
}

/** Behind the blanks that a line begins with. */
function codeStart(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
