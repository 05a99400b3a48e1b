import type { MentionKind } from '../../shared/conversation.ts';
import { type MentionKindRow, mentionKindRows } from './mentionKinds.ts';

/** What is being typed: `#`, `#fi`, `#file clam`, `#file:clam`, `/ex`. */
export type TypedWord =
  | { readonly kind: 'command'; readonly query: string }
  /** Which kind is not said yet: kinds, and things of all kinds, may be meant. */
  | { readonly kind: 'mention'; readonly query: string }
  /** A name of that kind. */
  | { readonly kind: 'named'; readonly mentionKind: MentionKind; readonly query: string };

/** @param word before the cursor, from its `#` or `/` on. */
export function parseTypedWord(word: string): TypedWord | undefined {
  if (/^\/[\w-]*$/.test(word)) return { kind: 'command', query: word.slice(1) };
  const [, typed, query] = /^#([^\s:]*)(?:[\s:]\s*(.*))?$/s.exec(word) ?? [];
  if (typed === undefined) return undefined;
  const row = mentionKindRows.find(({ kind }) => kind === typed.toLowerCase());
  if (query === undefined) return { kind: 'mention', query: typed };
  return row?.takesName === true ? { kind: 'named', mentionKind: row.kind, query: query.trimEnd() } : undefined;
}

/** The kinds that a word may become. */
export function kindsFor(query: string): readonly MentionKindRow[] {
  return suggestionsFor(query, mentionKindRows, ({ kind }) => kind);
}

/**
 * The candidates in which the query's characters stand in their order, best first: its beginning, beginnings of words and
 * path segments (`cS` finds `chatSession`), runs, the last segment before the folders. Of equal ones the first stays first.
 */
export function suggestionsFor<T>(
  query: string,
  candidates: readonly T[],
  nameOf: (candidate: T) => string,
  most = 50,
): readonly T[] {
  return candidates
    .map((candidate, index) => ({ candidate, index, score: matchScore(query, nameOf(candidate)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** 0: no match. More is better. */
export function matchScore(query: string, name: string): number {
  const wanted = query.replace(/\s+/g, '').replaceAll('\\', '/');
  if (wanted === '') return 1;
  const path = name.replaceAll('\\', '/');
  const lastSegment = path.lastIndexOf('/', path.length - 2) + 1;
  const inName = scoreFrom(wanted, path, lastSegment);
  // A match within the file's own name goes before one that needs the folders.
  const best = inName > 0 ? inName + 1_000 : scoreFrom(wanted, path, 0);
  return best === 0 ? 0 : best + 1 / (1 + path.length);
}

/** Greedy by the best next place: a word's beginning where there is one ahead from which the rest still matches. */
function scoreFrom(wanted: string, path: string, from: number): number {
  const lower = path.toLowerCase();
  const letters = wanted.toLowerCase();
  if (lower.length !== path.length || letters.length !== wanted.length) return path.includes(wanted) ? 1 : 0;
  let [score, at, previous] = [0, from, -2];
  for (let index = 0; index < letters.length; index++) {
    const letter = letters.charAt(index);
    const next = lower.indexOf(letter, at);
    if (next === -1) return 0;
    const begin = previous + 1 === next ? next : wordBeginning(path, lower, letter, at, letters.slice(index + 1));
    const place = begin ?? next;
    if (place === from) score += 20;
    if (previous + 1 === place) score += 10;
    if (isWordBeginning(path, place)) score += 8;
    if (path.charAt(place) === wanted.charAt(index)) score += 1;
    score += 1;
    [at, previous] = [place + 1, place];
  }
  return score + (at === path.length || path.charAt(at) === '.' ? 5 : 0);
}

function wordBeginning(path: string, lower: string, letter: string, from: number, rest: string): number | undefined {
  for (let at = lower.indexOf(letter, from); at !== -1; at = lower.indexOf(letter, at + 1)) {
    if (isWordBeginning(path, at) && isSubsequence(rest, lower, at + 1)) return at;
  }
  return undefined;
}

function isSubsequence(letters: string, lower: string, from: number): boolean {
  let at = from;
  for (const letter of letters) {
    const found = lower.indexOf(letter, at);
    if (found === -1) return false;
    at = found + letter.length;
  }
  return true;
}

function isWordBeginning(path: string, at: number): boolean {
  const [before, here] = [path.charAt(at - 1), path.charAt(at)];
  if (!/[\p{L}\p{N}]/u.test(before)) return true;
  return (/\p{Lu}/u.test(here) && !/\p{Lu}/u.test(before)) || (/\p{N}/u.test(here) && !/\p{N}/u.test(before));
}
