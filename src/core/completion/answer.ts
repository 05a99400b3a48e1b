import type { GenerateCounts } from '../../shared/engine.ts';
import type { GenerationAnswer } from './generation.ts';
import type { Candidate } from './place.ts';
import type { RequestOutcome } from './requestLog.ts';

/** What a request comes to, before it is decided what of it is shown. */
export interface Answer {
  readonly outcome: RequestOutcome;
  readonly candidates: readonly Candidate[];
  /** By a key, here or a few keystrokes ago. */
  readonly wasAskedFor?: boolean;
  readonly debounceMs: number;
  readonly reason?: string;
  readonly counts?: GenerateCounts;
  readonly context?: GenerationAnswer['context'];
}

export function nothing(outcome: RequestOutcome): Answer {
  return { outcome, candidates: [], debounceMs: 0 };
}

export function answerOf(
  outcome: 'generated' | 'shared',
  { candidates, counts, context }: GenerationAnswer,
  waitedMs: number,
): Answer {
  const answer: Answer = { outcome: candidates.length === 0 ? 'empty' : outcome, candidates, debounceMs: waitedMs };
  return { ...answer, ...(counts && { counts }), ...(context && { context }) };
}
