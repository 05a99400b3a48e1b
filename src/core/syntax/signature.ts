import type { OffsetRange } from '../../shared/text.ts';

const maxSignatureLength = 300;

/** An initialiser that is longer says more than a caller has to know. */
const maxValueLength = 80;

export interface SignatureParts {
  /** Where the definition begins, with what is in front of it: `export`. */
  readonly start: number;
  /** Its own part, where it shares what is in front with others: one of several declarators. */
  readonly part: OffsetRange | undefined;
  readonly end: number;
  readonly value: OffsetRange | undefined;
  readonly bodyStart: number | undefined;
  /** What is left out: comments, long decorators. Sorted by start. */
  readonly holes: readonly OffsetRange[];
}

/** The definition on one line, without its body; for what is set to a value, with that where it is short. */
export function signatureOf(text: string, { start, part, end, value, bodyStart, holes }: SignatureParts): string {
  let cut = end;
  if (bodyStart !== undefined && bodyStart > start && bodyStart <= end) cut = bodyStart;
  else if (value !== undefined && isLong(text, value, holes)) cut = value.start;
  const own = oneLine(text, part?.start ?? start, cut, holes);
  // Behind the word that several declarations share: `const (` of Go, `let` of what is one of many.
  const shared = part === undefined || part.start <= start ? '' : firstWords(oneLine(text, start, part.start, holes));
  const signature = withoutOpening(`${shared}${own}`, cut < end);
  return signature.length <= maxSignatureLength ? signature : `${signature.slice(0, maxSignatureLength - 1)}…`;
}

/** What stands in front of a definition's name: its modifiers and keyword. */
export function signatureHead(text: string, start: number, nameStart: number, holes: readonly OffsetRange[]): string {
  return oneLine(text, start, nameStart, holes);
}

function isLong(text: string, { start, end }: OffsetRange, holes: readonly OffsetRange[]): boolean {
  return end - start > 4 * maxValueLength || oneLine(text, start, end, holes).length > maxValueLength;
}

/** Text with its white space collapsed, without the holes. Never far more than fits into a signature. */
function oneLine(text: string, start: number, end: number, holes: readonly OffsetRange[]): string {
  let result = '';
  let at = start;
  for (let index = firstAtOrAfter(holes, start); at < end; index++) {
    const hole = holes[index];
    const stop = hole === undefined || hole.start >= end ? end : hole.start;
    if (stop > at) result += ` ${text.slice(at, Math.min(stop, at + 4 * maxSignatureLength))}`;
    if (hole === undefined || stop === end || result.length > 4 * maxSignatureLength) break;
    at = Math.max(at, hole.end);
  }
  return result
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/([([]) /g, '$1')
    .replace(/,? ([)\]])/g, '$1');
}

/** Declarations that share their keyword have only that, and not the ones in between. */
function firstWords(shared: string): string {
  const words = /^[^=({,]*/.exec(shared)?.[0].trim() ?? '';
  return words === '' ? '' : `${words} `;
}

/** Where the body was cut off, what opened it goes too. */
function withoutOpening(signature: string, isCut: boolean): string {
  return (isCut ? signature.replace(/(?:[^=!<>]=|[{:])$/, (end) => end.slice(0, -1)) : signature)
    .replace(/[;,]$/, '')
    .trimEnd();
}

function firstAtOrAfter(ranges: readonly OffsetRange[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
