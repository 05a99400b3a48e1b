import { firstUnmatchedCloser } from './brackets.ts';
import { isClosersOnly, lineAfter } from './lines.ts';
import type { Candidate } from './place.ts';
import { isSubsequence } from './typeThrough.ts';

/**
 * Fits a completion in front of what stands right of the cursor, which in code is mostly the closers that the editor has
 * put there. A model that does not see them, or does not care, closes them again: then the completion either stops
 * before them or takes their place, whichever says the same.
 */
export function fitTail(text: string, suffix: string): Candidate {
  const tail = lineAfter(suffix);
  const closers = tail.trim();
  const asIs: Candidate = { text, replaceLength: 0 };
  if (closers === '' || !isClosersOnly(tail)) return asIs;
  const closesAt = /^["'`]/.test(closers) ? firstQuote(text, closers[0] as string) : firstUnmatchedCloser(text);
  // Whatever the text closes it has opened itself: the tail is still needed.
  if (closesAt === undefined || !isSubsequence(closers.replace(/\s+/g, ''), text.slice(closesAt))) return asIs;
  const end = text.trimEnd();
  if (end.endsWith(closers)) return { text: end.slice(0, -closers.length), replaceLength: 0 };
  return { text, replaceLength: tail.trimEnd().length };
}

/** The cursor stands in a string: its first quote ends it. */
function firstQuote(text: string, quote: string): number | undefined {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
