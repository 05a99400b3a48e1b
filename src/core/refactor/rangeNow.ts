import type { OffsetRange } from '../../shared/text.ts';
import { hunksBetween } from './hunks.ts';

/**
 * Where a range of a text is once that has become another text. Lines that were put in before or behind it stay outside;
 * lines that have changed across one of its edges belong to it.
 */
export function rangeNow(before: string, after: string, { start, end }: OffsetRange): OffsetRange {
  let [startNow, endNow] = [start, end];
  let shift = 0;
  for (const { range, newText } of hunksBetween(before, after)) {
    const from = range.start + shift;
    shift += newText.length - (range.end - range.start);
    if (range.end <= start) startNow = start + shift;
    else if (range.start < start) startNow = from;
    if (range.end <= start || (range.start < end && range.end <= end)) endNow = end + shift;
    else if (range.start < end) endNow = range.end + shift;
  }
  return { start: startNow, end: endNow };
}
