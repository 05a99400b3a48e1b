import { firstUnmatchedCloser } from './brackets.ts';
import { isClosersOnly, lineAfter } from './lines.ts';
import type { Candidate } from './place.ts';
import { quotesIn } from './stringLiterals.ts';
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
  const end = text.trimEnd();
  const withoutClosers: Candidate = { text: end.slice(0, -closers.length), replaceLength: 0 };
  if (/^[:{;,]$/.test(closers)) return end.endsWith(closers) ? withoutClosers : asIs;
  const first = closers[0] as string;
  const closesAt = /["'`]/.test(first)
    ? stringClose(text, first)
    : firstUnmatchedCloser(text, { angle: first === '>' });
  // Whatever the text closes it has opened itself: the tail is still needed.
  if (closesAt === undefined || !isSubsequence(closers.replace(/\s+/g, ''), text.slice(closesAt))) return asIs;
  if (end.endsWith(closers)) return withoutClosers;
  return { text, replaceLength: tail.trimEnd().length };
}

/** The cursor stands in a string. Its first quote ends it, unless the text then begins one that needs the tail's quote. */
function stringClose(text: string, quote: string): number | undefined {
  const quotes = quotesIn(text, quote);
  return quotes.length % 2 === 1 ? quotes[0] : undefined;
}
