/** A document by its lines, with all that is needed to write some of them anew and leave the others as they are. */
export interface DocumentLines {
  readonly text: string;
  /** Without line ends and byte order mark. Behind a final line end there is no further line. */
  readonly lines: readonly string[];
  /** Offset of each line. */
  readonly starts: readonly number[];
  /** What most lines end with. */
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Its last line has an end. True of an empty document. */
  readonly hasFinalLineEnd: boolean;
}

export function documentLines(text: string): DocumentLines {
  const lines: string[] = [];
  const starts: number[] = [];
  const ends = { '\n': 0, '\r\n': 0, '\r': 0 };
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push(text.slice(start, index));
    starts.push(start);
    start = index + end.length;
    ends[end as keyof typeof ends]++;
  }
  const hasFinalLineEnd = start === text.length;
  if (!hasFinalLineEnd) {
    lines.push(text.slice(start));
    starts.push(start);
  }
  const lineEnd = ends['\r\n'] > ends['\n'] + ends['\r'] ? '\r\n' : ends['\r'] > ends['\n'] ? '\r' : '\n';
  return { text, lines, starts, lineEnd, hasFinalLineEnd };
}
