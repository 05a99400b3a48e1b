import type { LlamaContextSequence } from 'node-llama-cpp';
import { checkpointEnds, restoreCheckpoint } from './checkpoints.ts';

/**
 * Takes a windowed cache back to where a later prompt will find it of use. Once it has forgotten tokens, only prompts that
 * begin with all of what it holds can use it; what stands before its last checkpoint will come again, the answer behind
 * that perhaps in other tokens.
 */
export async function goBackToStable(sequence: LlamaContextSequence): Promise<void> {
  const end = checkpointEnds(sequence).at(-1) ?? 0;
  const windowTokens = sequence.model.fileInsights.swaSize ?? Number.POSITIVE_INFINITY;
  if (end > 0 && end < sequence.nextTokenIndex && sequence.nextTokenIndex > windowTokens) {
    await restoreCheckpoint(sequence, end);
  }
}
