/**
 * A completion stays good while its user types it: what was computed at one place answers at a later one, without what
 * has been typed since. The editor's automatically closed brackets and quotes count as part of that: after `(` the
 * suffix begins with a `)` that nobody proposed.
 */
import { piecesBehind } from './confidence.ts';
import type { Candidate, Place } from './place.ts';

/** How one place grew out of another. */
export interface Step {
  /** Typed after the earlier prefix. */
  readonly typed: string;
  /** Put in front of the earlier suffix by the editor: closers of brackets and quotes that were typed. */
  readonly autoClosed: string;
}

/** How `to` grew out of `from` by typing; `undefined` where it did not. */
export function stepBetween(from: Place, to: Place): Step | undefined {
  if (from.uri !== to.uri || !to.prefix.startsWith(from.prefix)) return undefined;
  const typed = to.prefix.slice(from.prefix.length);
  if (to.suffix === from.suffix) return { typed, autoClosed: '' };
  return autoClosedLengths(to.suffix)
    .map((length) => ({ typed, autoClosed: to.suffix.slice(0, length) }))
    .find(({ autoClosed }) => to.suffix.slice(autoClosed.length) === from.suffix && closes(autoClosed, typed));
}

/** What is left of a candidate after a step; `undefined` where the typed text was another or nothing is left. */
export function advance(candidate: Candidate, { typed, autoClosed }: Step): Candidate | undefined {
  const { text, replaceLength, pieces } = candidate;
  if (!text.startsWith(typed)) return undefined;
  const rest = text.slice(typed.length);
  if (rest.trim() === '') return undefined;
  const left = { text: rest, replaceLength, ...(pieces && { pieces: piecesBehind(pieces, typed.length) }) };
  if (autoClosed === '') return left;
  if (replaceLength === 0 && rest.endsWith(autoClosed)) {
    const shorter = rest.slice(0, -autoClosed.length);
    return shorter.trim() === '' ? undefined : { ...left, text: shorter };
  }
  // The editor can only draw a replacement that keeps what it replaces.
  return isSubsequence(autoClosed, rest) ? { ...left, replaceLength: replaceLength + autoClosed.length } : undefined;
}

/** Lengths of the beginnings of `suffix` that the editor may have put there: up to three closers, on lines of their own too. */
export function autoClosedLengths(suffix: string): readonly number[] {
  const lengths: number[] = [];
  for (const match of suffix.slice(0, maxAutoClosedLength).matchAll(/\s*[)\]}"'`]/gy)) {
    if (lengths.length === maxAutoClosed) break;
    lengths.push(match.index + match[0].length);
  }
  return lengths;
}

const maxAutoClosed = 3;
const maxAutoClosedLength = 200;

/** Whether `closers` are exactly those that the editor adds for what `typed` leaves open. */
export function closes(closers: string, typed: string): boolean {
  const open: string[] = [];
  for (const char of typed) {
    if (char === open.at(-1)) open.pop();
    else if (closerOf.has(char)) open.push(closerOf.get(char) as string);
  }
  return open.reverse().join('') === closers.replace(/\s+/g, '');
}

const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

/** Whether `part` is what is left of `whole` when some characters are taken out. */
export function isSubsequence(part: string, whole: string): boolean {
  let matched = 0;
  for (let at = 0; at < whole.length && matched < part.length; at++) if (whole[at] === part[matched]) matched++;
  return matched === part.length;
}
