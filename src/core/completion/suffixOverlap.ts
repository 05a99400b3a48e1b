/** What a completion repeats of the text that follows it. Lines end with `\n`. */
import { firstUnmatchedCloser } from './brackets.ts';
import { isBlank, isClosersOnly, isSameLine, lineAfter, lineBefore, nextLine } from './lines.ts';

/** Ends the text before the line that the suffix goes on with. */
export function cutAtNextLine(text: string, prefix: string, suffix: string): string {
  const next = nextLine(suffix);
  if (next === undefined) return text;
  const lines = text.split('\n');
  const at = lines.findIndex((line, index) => isSameLine(index === 0 ? lineBefore(prefix) + line : line, next));
  return at === -1 ? text : lines.slice(0, at).join('\n');
}

/** Ends the text before the rest of the cursor's line, where it repeats that, if only in part. Closers are {@link fitTail}'s to judge. */
export function cutAtLineTail(text: string, suffix: string): string {
  const tail = lineAfter(suffix).trimEnd();
  if (isClosersOnly(tail)) return text;
  // Text in the middle of a line that goes on below it would tear the line apart.
  const [first = ''] = text.split('\n');
  const cut = first.slice(0, indexOfBeginning(first, tail) ?? indexOfBeginning(first, tail.trimStart()));
  // What the line closes, the text need not close.
  return firstUnmatchedCloser(tail) === undefined ? cut : cut.slice(0, firstUnmatchedCloser(cut));
}

/** Where `text` has the longest beginning of `tail` that it has at all. */
function indexOfBeginning(text: string, tail: string): number | undefined {
  for (let length = Math.min(text.length, tail.length); length > 0; length--) {
    const beginning = tail.slice(0, length);
    if (beginning.trim().length < minOverlapLength) return undefined;
    const at = text.indexOf(beginning);
    if (at !== -1) return at;
  }
  return undefined;
}

/** Shorter overlaps are chance: the `x` of `max` is not the `x` that follows it. */
const minOverlapLength = 3;

/** Ends the text before several lines of the suffix that it ends with, if only in part: `\n}\n\nfunc` before `\n}\n\nfunction`. */
export function cutSuffixHead(text: string, suffix: string): string {
  if (!isBlank(lineAfter(suffix))) return text;
  const head = suffix.slice(suffix.indexOf('\n'), suffix.indexOf('\n') + maxOverlapLength).replaceAll('\r', '');
  if (!head.startsWith('\n')) return text;
  const length = overlapLength(text, head);
  const overlap = text.slice(text.length - length);
  // A bracket alone is as likely to be needed as not, and the line rule has looked at it.
  return /[\p{L}\p{N}]{3}/u.test(overlap) ? text.slice(0, text.length - length) : text;
}

const maxOverlapLength = 400;

/** Length of the longest end of `text` that `head` begins with. */
function overlapLength(text: string, head: string): number {
  for (let length = Math.min(text.length, head.length); length > 0; length--) {
    if (text.endsWith(head.slice(0, length))) return length;
  }
  return 0;
}
