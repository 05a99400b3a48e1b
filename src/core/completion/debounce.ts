import { isBlank, isClosersOnly, lineAfter, lineBefore } from './lines.ts';

export interface DebounceInput {
  /** Mean time between keystrokes of late, in ms. */
  readonly keystrokeGapMs: number;
  /** Mean time from asking to an answer of late, in ms. */
  readonly responseMs: number;
  readonly prefix: string;
  readonly suffix: string;
}

export const maxDebounceMs = 400;

/**
 * How long to wait for the next keystroke before asking, 0 to {@link maxDebounceMs}.
 *
 * Waiting saves a request that the next keystroke would make useless, so it lasts some keystroke gaps: three inside a
 * word, where the next letter is nearly certain, fewer where people pause. The time that an answer takes counts as
 * waiting done, since a keystroke that comes in it stops the request all the same. A new line is asked for at once: who
 * pressed Enter looks at what comes, and the line's beginning is where a completion is worth most.
 */
export function debounceMs({ keystrokeGapMs, responseMs, prefix, suffix }: DebounceInput): number {
  const before = lineBefore(prefix);
  if (isBlank(before)) return 0;
  const afterWord = /[\p{L}\p{N}_]$/u.test(before);
  const atLineEnd = isClosersOnly(lineAfter(suffix));
  const gaps = 3 - (afterWord ? 0 : 1) - (atLineEnd ? 0.5 : 0);
  return Math.min(maxDebounceMs, Math.max(0, gaps * keystrokeGapMs - responseMs));
}
