import { type Language, type Node, Query } from 'web-tree-sitter';
import type { TreeSitterRuntime } from './treeSitterRuntime.ts';

/** A node, as far as facts need it. Its identity is that of web-tree-sitter's own node. */
export interface FoundNode {
  readonly id: number;
  readonly startIndex: number;
  readonly endIndex: number;
}

export interface FoundCapture {
  readonly name: string;
  readonly node: FoundNode;
}

export interface FoundMatch {
  readonly patternIndex: number;
  readonly captures: readonly FoundCapture[];
}

/** As web-tree-sitter's options of the same names. */
export interface FactsQueryOptions {
  readonly startIndex?: number;
  readonly endIndex?: number;
  readonly maxStartDepth?: number;
  readonly progressCallback?: () => boolean;
}

/**
 * A query over whole files. It finds what a `Query` finds, and reads it without an object for each node's tree and place: most
 * of what is found are names, of which a file of 7 KB has some hundreds, and a node's end would be a call of its own.
 */
export class FactsQuery {
  readonly #query: Query;
  readonly #runtime: TreeSitterRuntime;

  /** @throws QueryError. */
  constructor(runtime: TreeSitterRuntime, language: Language, source: string) {
    this.#runtime = runtime;
    this.#query = new Query(language, source);
  }

  /** All matches in the order in which they were found: those so far, where `progressCallback` has answered `true`. */
  matches(root: Node, options: FactsQueryOptions = {}): readonly FoundMatch[] {
    const runtime = this.#runtime;
    const { startIndex = 0, endIndex = 0, maxStartDepth = unlimited, progressCallback } = options;
    const [query, tree] = [addressOf(this.#query), addressOf(root.tree)];
    const passed = runtime._ts_init() >> 2;
    passNode(runtime.HEAP32, passed, root);
    runtime.currentQueryProgressCallback = progressCallback ?? null;
    const [anywhere, containing] = [
      [0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
    ];
    const limits = [unlimited, maxStartDepth];
    runtime._ts_query_matches_wasm(query, tree, ...anywhere, startIndex, endIndex, ...containing, ...limits);
    runtime.currentQueryProgressCallback = null;
    const count = runtime.HEAP32[passed] ?? 0;
    const address = runtime.HEAP32[passed + 1] ?? 0;
    try {
      return this.#read(root, count, address >> 2, passed);
    } finally {
      runtime._free(address);
    }
  }

  #read(root: Node, count: number, first: number, passed: number): readonly FoundMatch[] {
    const { captureNames } = this.#query;
    const { textPredicates } = this.#query as unknown as QueryInternals;
    const runtime = this.#runtime;
    const heap = runtime.HEAP32;
    const tree = addressOf(root.tree);
    const matches: FoundMatch[] = [];
    let at = first;
    for (let match = 0; match < count; match++) {
      const patternIndex = heap[at] as number;
      const captures = new Array<FoundCapture>(heap[at + 1] as number);
      at += 2;
      for (let index = 0; index < captures.length; index++, at += 6) {
        for (let part = 0; part < 5; part++) heap[passed + part] = heap[at + 1 + part] as number;
        const node = {
          id: heap[at + 1] as number,
          startIndex: heap[at + 2] as number,
          endIndex: runtime._ts_node_end_index_wasm(tree),
        };
        captures[index] = { name: captureNames[heap[at] as number] ?? '', node };
      }
      const predicates = textPredicates[patternIndex] ?? [];
      if (predicates.length > 0) {
        const texts = withTexts(root, captures);
        if (!predicates.every((holds) => holds(texts))) continue;
      }
      matches.push({ patternIndex, captures });
    }
    return matches;
  }
}

const unlimited = 0xffff_ffff;

/** Where web-tree-sitter keeps the address of what an object stands for. */
function addressOf(object: object): number {
  return (object as { readonly 0: number })[0];
}

function passNode(heap: Int32Array, passed: number, node: Node): void {
  const { row, column } = node.startPosition;
  heap.set([node.id, node.startIndex, row, column, addressOf(node)], passed);
}

/** Predicates ask a node for its text, and for nothing else. */
interface TextCapture {
  readonly name: string;
  readonly node: { readonly text: string };
}

interface QueryInternals {
  /** By pattern. */
  readonly textPredicates: readonly (readonly ((captures: readonly TextCapture[]) => boolean)[])[];
}

function withTexts(root: Node, captures: readonly FoundCapture[]): readonly TextCapture[] {
  const { text, startIndex } = root;
  return captures.map(({ name, node }) => {
    return { name, node: { text: text.slice(node.startIndex - startIndex, node.endIndex - startIndex) } };
  });
}
