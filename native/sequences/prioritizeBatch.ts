import type { BatchItem, CustomBatchingPrioritizationStrategy, PrioritizedBatchItem } from 'node-llama-cpp';

/**
 * Fills a batch by priority, highest first, and lets single tokens of lower priority ride along in what room is left.
 * The library's own strategies give a long prefill the whole batch and let the others starve.
 */
export const prioritizeBatch: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  const byPriority = [...items].sort(urgentFirst);
  const chosen: PrioritizedBatchItem[] = [];
  let room = size;
  for (const item of byPriority) {
    if (room === 0) break;
    const processAmount = Math.min(item.tokens.length, room);
    chosen.push({ item, processAmount });
    room -= processAmount;
  }
  return chosen;
};

/** At equal priority the shorter item goes first: a decode step must not wait for a prefill. */
function urgentFirst(a: BatchItem, b: BatchItem): number {
  return b.evaluationPriority - a.evaluationPriority || a.tokens.length - b.tokens.length;
}
