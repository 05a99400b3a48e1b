/** The problems of a document at a moment, as far as they can be told from each other when lines move. */
export interface ProblemsAt {
  readonly problems: readonly LineProblem[];
  /** Of the document, without white space around them. */
  readonly lines: ReadonlySet<string>;
}

export interface LineProblem {
  /** What is said, and by whom. */
  readonly key: string;
  /** What it is said of: a line, without white space around it. */
  readonly line: string;
  /** Of that line, 0-based. */
  readonly row: number;
}

/**
 * Which problems of now were not there before: a problem is the same one where the same is said of the same line, wherever that
 * stands by now, or of one that was changed. Where lines have moved, and nobody has spoken since, it stays in its row.
 *
 * @returns their indexes, ascending.
 */
export function problemsSince(before: ProblemsAt, now: ProblemsAt): readonly number[] {
  const known = [...before.problems];
  const isKnown = (isSame: (one: LineProblem) => boolean): boolean => {
    const at = known.findIndex(isSame);
    if (at !== -1) known.splice(at, 1);
    return at !== -1;
  };
  const others = [...now.problems.entries()].filter(
    ([, { key, line }]) => !isKnown((one) => one.key === key && one.line === line),
  );
  const unmoved = others.filter(([, { key, row }]) => !isKnown((one) => one.key === key && one.row === row));
  // What was said of a line that has gone may be said of a line that has come; a line that has stayed had its own problems.
  return unmoved
    .filter(
      ([, { key, line }]) => before.lines.has(line) || !isKnown((one) => one.key === key && !now.lines.has(one.line)),
    )
    .map(([index]) => index);
}
