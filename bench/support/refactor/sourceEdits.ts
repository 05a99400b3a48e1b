import type { Node } from 'web-tree-sitter';

/** One change of a text. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @param edits disjoint. */
export function edited(text: string, edits: readonly SourceEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end), text);
}

export function replaced({ startIndex, endIndex }: Node, text: string): SourceEdit {
  return { start: startIndex, end: endIndex, text };
}

/** What has a name in the grammar, without comments. */
export function partsOf(node: Node | null): readonly Node[] {
  return (node?.namedChildren ?? []).filter((child): child is Node => child !== null && child.type !== 'comment');
}

/** A node and all within it, in their order. */
export function* within(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) if (child !== null) yield* within(child);
}
