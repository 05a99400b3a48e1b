import type { PromptSegment } from '../../shared/engine.ts';
import { estimateTokens } from '../prompt/budget.ts';
import { maxBlockTokens } from './blockMode.ts';

/**
 * Whether all of a prompt and of its answer is inside of the model's window. A windowed cache then forgets nothing for it, and can be
 * taken back to any place, for nothing.
 *
 * Behind the window it can be taken back by as many tokens as it has room for beside the window, which is one batch or
 * more where text was only added, and may be none after it was taken back before. Only the engine knows: who goes on
 * without having looked there could have to evaluate the whole prompt, as could who comes back from a checkpoint, which
 * copies the window besides.
 *
 * @param windowTokens absent: the model has none.
 */
export function staysInWindow(
  { segments }: { readonly segments: readonly PromptSegment[] },
  windowTokens: number | undefined,
): boolean {
  if (windowTokens === undefined) return true;
  const tokens = segments.reduce((sum, { kind, text }) => sum + (kind === 'control' ? 1 : estimateTokens(text)), 0);
  return tokens + maxBlockTokens <= windowTokens;
}
