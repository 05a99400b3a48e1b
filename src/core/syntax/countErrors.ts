import type { Tree } from 'web-tree-sitter';

/** Places that the parser could make no sense of, or where something is missing. Whole subtrees without one are not looked into. */
export function countErrors({ rootNode }: Tree): number {
  let errors = 0;
  const pending = [rootNode];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!node.hasError) continue;
    if (node.isError || node.isMissing) errors += 1;
    for (const child of node.children) if (child !== null) pending.push(child);
  }
  return errors;
}
