import type { GenerateCounts } from '../../shared/engine.ts';
import type { CompletionPrompt } from '../prompt/fimPrompt.ts';
import { formatPlural } from '../report/figures.ts';

/**
 * What became of a request. `known`: answered without a call; `shared`: by a generation that was already running; `hidden`:
 * the model was not sure enough of its answer.
 */
export type RequestOutcome =
  | 'generated'
  | 'shared'
  | 'known'
  | 'empty'
  | 'hidden'
  | 'skipped'
  | 'superseded'
  | 'cancelled'
  | 'failed';

/** One finished request, for the one debug line it gets. */
export interface RequestLog {
  readonly trigger: 'automatic' | 'explicit';
  readonly outcome: RequestOutcome;
  /** Why nothing was asked, for `skipped`. */
  readonly reason?: string;
  readonly completions: number;
  /** Waited for the next keystroke before asking. */
  readonly debounceMs: number;
  /** From the call to its answer. */
  readonly totalMs: number;
  /** Sums over the engine calls that the answer came from; absent where none finished. */
  readonly counts?: GenerateCounts;
  /** What the prompt had of the repository, estimated; absent where it had nothing, or none was made. */
  readonly context?: CompletionPrompt['context'];
}

/** The request as one line of text. */
export function formatRequest(log: RequestLog): string {
  const { trigger, outcome, reason, completions, debounceMs, totalMs, counts, context } = log;
  const parts = [
    `completion: ${trigger}`,
    reason === undefined ? outcome : `${outcome} (${reason})`,
    `${completions} shown`,
  ];
  if (debounceMs > 0) parts.push(`debounce ${Math.round(debounceMs)} ms`);
  if (context !== undefined)
    parts.push(`context ${formatPlural(context.snippets, 'snippet')} of ${context.tokens} tokens`);
  if (counts !== undefined) {
    parts.push(
      `prompt ${counts.promptTokens} tokens (${counts.reusedTokens} reused, ${counts.evaluatedTokens} evaluated)`,
      `prefill ${Math.round(counts.prefillMs)} ms`,
      `first token ${Math.round(counts.timeToFirstTokenMs)} ms`,
      `decode ${counts.decodeTokens} tokens, ${tokensPerSecond(counts)} tokens/s`,
    );
  }
  return [...parts, `total ${Math.round(totalMs)} ms`].join(', ');
}

/** Sums of figures of calls that ran one after the other; the time to the first token is the first call's. */
export function addCounts(sum: GenerateCounts | undefined, next: GenerateCounts): GenerateCounts {
  if (sum === undefined) return next;
  return {
    promptTokens: sum.promptTokens + next.promptTokens,
    reusedTokens: sum.reusedTokens + next.reusedTokens,
    evaluatedTokens: sum.evaluatedTokens + next.evaluatedTokens,
    prefillMs: sum.prefillMs + next.prefillMs,
    timeToFirstTokenMs: sum.timeToFirstTokenMs,
    decodeTokens: sum.decodeTokens + next.decodeTokens,
    decodeMs: sum.decodeMs + next.decodeMs,
  };
}

/** The first token comes with the prefill: what follows it is decoding. */
function tokensPerSecond({ decodeTokens, decodeMs }: GenerateCounts): string {
  return decodeMs > 0 ? Math.max(0, ((decodeTokens - 1) * 1000) / decodeMs).toFixed(1) : '-';
}
