import type { Node, Tree } from 'web-tree-sitter';
import type { OffsetRange } from '../../shared/text.ts';
import type { Grammar } from './grammars.ts';

/** A function or class. */
export interface Block extends OffsetRange {
  readonly kind: 'function' | 'class';
  /** What stands in front of it is the signature. */
  readonly body: OffsetRange;
}

/** Languages whose blocks end where the indentation does: the next line of a body is not in the tree yet. */
const endsByIndentation: ReadonlySet<string> = new Set(['python']);

/**
 * The functions and classes that a place is in, the innermost first.
 *
 * @param text what `tree` was made of.
 */
export function enclosingBlocks(grammar: Grammar, tree: Tree, text: string, offset: number): readonly Block[] {
  const anchor = endsByIndentation.has(grammar.language.id) ? endOfBodyBefore(text, offset) : offset;
  const matches = grammar.blocks.matches(tree.rootNode, { startIndex: Math.max(0, anchor - 1), endIndex: offset + 1 });
  const blocks: Block[] = [];
  for (const { captures } of matches) {
    const body = captures.find(({ name }) => name === 'body')?.node;
    const owner = captures.find(({ name }) => name === 'function' || name === 'class');
    if (body === undefined || owner === undefined) continue;
    const block = { ...rangeOf(owner.node), kind: owner.name as Block['kind'], body: rangeOf(body) };
    const isInside = block.start <= offset && offset < block.end;
    const isBehind = block.end <= offset && block.end >= anchor && isIndented(text, offset, block.start);
    if (isInside || (anchor < offset && isBehind)) blocks.push(block);
  }
  return blocks.sort((a, b) => b.start - a.start || a.end - b.end);
}

/** Where the text before the white space before `offset` ends. */
function endOfBodyBefore(text: string, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}

/** Whether a place is further right than the line in which a block begins. */
function isIndented(text: string, offset: number, blockStart: number): boolean {
  const column = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const lineStart = text.lastIndexOf('\n', blockStart - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, blockStart))?.[0].length ?? 0;
  return column > indentation;
}

function rangeOf({ startIndex, endIndex }: Node): OffsetRange {
  return { start: startIndex, end: endIndex };
}
