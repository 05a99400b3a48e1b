import { isBlank } from '../../completion/lines.ts';
import { subjectOf, wordLikeness } from './likeness.ts';
import { isTrivialLine } from './lineSearch.ts';

export interface AlignRange {
  readonly start: number;
  readonly end: number;
}

/** Why lines have no certain place. */
export type NoPlace = 'nowhere' | 'ambiguous' | 'similar' | 'indentation';

/**
 * Lines in front of the first that is known, or behind the last. At a fixed edge they take the place of all that is there.
 * Else they are new, unless they resemble what is there: then they may be a change of it.
 */
export function edge(
  extra: readonly string[],
  document: readonly string[],
  [start, end]: readonly [number, number],
  isFixed: boolean,
  side: 'above' | 'below',
): { readonly at: number } | NoPlace {
  const near = side === 'above' ? end : start;
  if (isFixed) return { at: side === 'above' ? start : end };
  const lines = extra.filter((line) => !isBlank(line));
  if (lines.length === 0) return { at: near };
  const places = document
    .slice(start, end)
    .map((line, at) => ({ line, at: start + at }))
    .filter(({ line }) => !isBlank(line));
  const closest = side === 'above' ? places.toReversed() : places;
  // Lines in between were passed over without a word.
  if (closest.slice(0, 12).some(({ line }) => !isTrivialLine(line) && lines.some((own) => own.trim() === line.trim())))
    return 'similar';
  const touched = closest.slice(0, lines.length + 3).filter(({ line }) => lines.some((own) => alike(own, line)));
  if (touched.length === 0) {
    if (isOpenEnded(lines)) return 'nowhere';
    const beside = document[side === 'above' ? near - 1 : near] ?? '';
    // Between a condition and its `else` there is no room.
    if (side === 'below' && /^\s*(?:\}\s*)?(?:else|elif|elsif|except|finally|catch|rescue)\b/.test(beside))
      return 'similar';
    const isInEdge = (side === 'above' ? near - 1 < start : near >= end) || isBlank(beside);
    // Items of a list resemble each other too little to tell a change from an addition.
    const isItem = lines.some((line) => /,\s*$/.test(line)) && /,\s*$/.test(beside);
    return isItem && !isInEdge ? 'similar' : { at: near };
  }
  const ordered = side === 'above' ? lines.toReversed() : lines;
  const isEach = ordered.every((own, at) => isChanged(own, closest[at]?.line ?? ''));
  if (!isEach || touched.length !== lines.length) return 'similar';
  const last = closest[lines.length - 1]?.at ?? near;
  return { at: side === 'above' ? last : last + 1 };
}

/** Whether one line may be a change of the other. */
function alike(line: string, other: string): boolean {
  if (leaves(line) && leaves(other)) return true;
  const subject = subjectOf(line);
  return isChanged(line, other) || (subject !== undefined && subject === subjectOf(other) && !isTrivialLine(other));
}

/** Whether one line is a change of the other, rather than stands beside it. */
function isChanged(line: string, other: string): boolean {
  if (isTrivialLine(other)) return false;
  const subject = subjectOf(line);
  const isSame = subject !== undefined && subject === subjectOf(other) && !subject.endsWith('(');
  const enough = /^[^\w]*\w+[^\w]+\w+[^\w]*$/.test(line) ? 0.5 : 0.6;
  return isSame || wordLikeness(line, other) >= enough || (leaves(line) && leaves(other));
}

/** Behind such a line nothing comes. */
function leaves(line: string): boolean {
  return /^\s*(?:return|throw|raise|break|continue|goto)\b/.test(line);
}

/** A bracket that closes what the document opened, or opens what it may close: no place for it is certain. */
function isOpenEnded(lines: readonly string[]): boolean {
  return /^\s*[)\]}]/.test(lines[0] ?? '') || lines.every(isTrivialLine);
}
