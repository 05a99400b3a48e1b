import type { OffsetRange } from '../../shared/text.ts';

const maxSignatureLength = 600;

/** An initialiser that is longer says more than a caller has to know: it is told by how it begins. */
const maxValueLength = 80;
const beginningOfValueLength = 40;

export interface SignatureParts {
  /** The definition, with what is in front of it (`export`). Of several declarators this one only. */
  readonly own: OffsetRange;
  /** What stands in front of several declarators: `export const`. */
  readonly shared: OffsetRange | undefined;
  readonly value: OffsetRange | undefined;
  readonly bodyStart: number | undefined;
  /** What is left out of it: comments, long decorators. Sorted by start. */
  readonly holes: readonly OffsetRange[];
}

/** The definition on one line, without its body; for what is set to a value, with that where it is short. */
export function signatureOf(text: string, { own, shared, value, bodyStart, holes }: SignatureParts): string {
  let end = own.end;
  if (bodyStart !== undefined && bodyStart > own.start && bodyStart <= end) end = bodyStart;
  else if (value !== undefined && isLong(text, value, holes)) end = value.start;
  const told = value !== undefined && end === value.start ? beginningOf(text, value, holes) : '';
  // Without the bracket of Go's `const (`.
  const keyword = shared === undefined ? '' : oneLine(text, shared.start, shared.end, holes).replace(/ ?\($/, '');
  const definition = `${keyword} ${oneLine(text, own.start, end, holes)}`.trim();
  const signature = told === '' ? withoutOpening(definition, end < own.end) : `${definition} ${told}`;
  return signature.length <= maxSignatureLength ? signature : beginning(signature, maxSignatureLength - 1);
}

/** What stands in front of a definition's name: its modifiers and keyword. */
export function signatureHead(text: string, start: number, nameStart: number, holes: readonly OffsetRange[]): string {
  return oneLine(text, start, nameStart, holes);
}

function isLong(text: string, { start, end }: OffsetRange, holes: readonly OffsetRange[]): boolean {
  return end - start > 4 * maxValueLength || oneLine(text, start, end, holes).length > maxValueLength;
}

/** A call or a string tells by its beginning what the value is; a list or a table does not. */
function beginningOf(text: string, value: OffsetRange, holes: readonly OffsetRange[]): string {
  const line = oneLine(text, value.start, value.end, holes);
  return /^[[{(]/.test(line) ? '' : beginning(line, beginningOfValueLength);
}

/** Never half a character. */
function beginning(text: string, length: number): string {
  return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Text with its white space collapsed, without the holes. Never far more than fits into a signature. */
function oneLine(text: string, start: number, end: number, holes: readonly OffsetRange[]): string {
  let result = '';
  let at = start;
  for (const hole of holes) {
    if (hole.start >= end || result.length > longestText) break;
    if (hole.start > at) result += `${text.slice(at, Math.min(hole.start, at + longestText))} `;
    at = Math.max(at, hole.end);
  }
  if (at < end) result += text.slice(at, Math.min(end, at + longestText));
  if (!needsTidying.test(result)) return result.trim();
  return result
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/([([]) /g, '$1')
    .replace(/,? ([)\]])/g, '$1');
}

const longestText = 4 * maxSignatureLength;
const needsTidying = /[\n\t\r\f\v]|\s\s|[([]\s|\s[)\]]/;

/** Where the body was cut off, what opened it goes too. */
function withoutOpening(signature: string, isCut: boolean): string {
  return (isCut ? signature.replace(/(?:[^=!<>]=|[{:])$/, (end) => end.slice(0, -1)) : signature)
    .replace(/[;,]$/, '')
    .trimEnd();
}

/** Those of some sorted ranges that begin in `start` to `end`. */
export function rangesWithin(ranges: readonly OffsetRange[], start: number, end: number): readonly OffsetRange[] {
  const first = firstAtOrAfter(ranges, start);
  let last = first;
  while ((ranges[last]?.start ?? end) < end) last += 1;
  return first === last ? [] : ranges.slice(first, last);
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
