import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { LineRange } from '../../shared/codeFacts.ts';
import type { DocLines } from './docLines.ts';
import type { LineStarts } from './lineStarts.ts';

/** A chunk has no more lines, and ends earlier where something else begins. */
const maxChunkLines = 40;

/** Cuts a file along its syntax: each line is in exactly one chunk. */
export function cutChunks(tree: Tree, lines: LineStarts, docLines: DocLines): LineRange[] {
  const depthOfCut = findCuts(tree, lines.count);
  const cuts = new Map<number, number>();
  // A comment goes with what it is above.
  for (const [line, depth] of depthOfCut) {
    const first = docLines.startOf(line);
    cuts.set(first, Math.min(depth, cuts.get(first) ?? depth));
  }
  return chunksOf(lines.count, cuts);
}

/** Cuts a file that has no usable tree. */
export function cutLines(lineCount: number): LineRange[] {
  return chunksOf(lineCount, new Map());
}

/** The chunks between the cuts. The outermost cut within reach is taken, and the last of these. */
function chunksOf(lineCount: number, depthOfCut: ReadonlyMap<number, number>): LineRange[] {
  const chunks: LineRange[] = [];
  for (let start = 0; start < lineCount; ) {
    let end = Math.min(lineCount, start + maxChunkLines);
    if (start + maxChunkLines < lineCount) {
      let best = Number.POSITIVE_INFINITY;
      for (let line = start + 1; line <= start + maxChunkLines; line++) {
        const depth = depthOfCut.get(line);
        if (depth !== undefined && depth <= best) {
          best = depth;
          end = line;
        }
      }
    }
    chunks.push({ start, end });
    start = end;
  }
  return chunks;
}

/** Lines where nodes begin, with the nodes' depth. Goes only into nodes that do not fit into a chunk. */
function findCuts(tree: Tree, lineCount: number): ReadonlyMap<number, number> {
  const cuts = new Map<number, number>();
  if (lineCount <= maxChunkLines) return cuts;
  const cursor = tree.walk();
  try {
    let depth = 0;
    if (!cursor.gotoFirstChild()) return cuts;
    for (;;) {
      const first = cursor.startPosition.row;
      if (!cuts.has(first)) cuts.set(first, depth);
      if (isTooLong(cursor, first) && cursor.gotoFirstChild()) {
        depth += 1;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        depth -= 1;
        if (depth < 0 || !cursor.gotoParent()) return cuts;
      }
    }
  } finally {
    cursor.delete();
  }
}

/** What is inside an error is in no order that means anything. */
function isTooLong(cursor: TreeCursor, first: number): boolean {
  return cursor.endPosition.row - first >= maxChunkLines && cursor.nodeType !== 'ERROR';
}
