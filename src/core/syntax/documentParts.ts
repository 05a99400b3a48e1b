import type { OffsetRange } from '../../shared/text.ts';

/** A document in parts, each of which a query takes a few milliseconds for. */
export interface DocumentParts {
  /** What surrounds the cursor: one part behind the other. */
  readonly near: readonly OffsetRange[];
  /** All of a document that is long, where only its outer levels are looked at. Empty: `near` is all of it. */
  readonly outer: readonly OffsetRange[];
}

/** Nodes above, on the outer levels: `module`, `export`, `class`, its body, and the method in there. */
export const maxStartDepth = 4;

export function partsAround(text: string, offset: number): DocumentParts {
  const near = [...slicesAround(text, offset)];
  const isWhole = near[0]?.start === 0 && near.at(-1)?.end === text.length;
  return { near, outer: isWhole ? [] : [...outerSlices(text)] };
}

/** To each side, in UTF-16 code units: 600 lines and more, which hold all that counts for more than a little. */
const nearLength = 24_000;
const sliceLength = 12_000;
const outerLength = 128_000;

/** Whole lines, one after the other. */
function* slicesAround(text: string, offset: number): Generator<OffsetRange> {
  const end = lineEnd(text, offset + nearLength);
  let start = lineEnd(text, offset - nearLength);
  do {
    const sliceEnd = Math.min(end, lineEnd(text, start + sliceLength));
    yield { start, end: sliceEnd };
    start = sliceEnd;
  } while (start < end);
}

function* outerSlices(text: string): Generator<OffsetRange> {
  for (let start = 0; start < text.length; start += outerLength) yield { start, end: start + outerLength };
}

/** Behind the end of the line that `at` is in, or of the text; 0 in front of it. */
function lineEnd(text: string, at: number): number {
  if (at <= 0) return 0;
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}
