/** How much two texts have in common by their words, 0 to 1. */
export function wordLikeness(a: string, b: string): number {
  return overlapOf(wordsOf(a), wordsOf(b));
}

/**
 * What a line is about, where it sets, names or calls something: `x` in `int x = 1`, `x: 1`, `x INTEGER NOT NULL`; `f(` in
 * `await f(1)`. One of two lines with one subject may be a change of the other.
 */
export function subjectOf(line: string): string | undefined {
  const text = line.trim();
  const set = /^(?:[\w$<>[\],.?*&\s]*[\s*&])?([\w$.@>-]+)\s*(?::[^=]*)?[-+*/|&]?=(?![=>])/.exec(text)?.[1];
  if (set !== undefined) return set;
  // A command and its options.
  const command = /^([a-z][\w-]*\s+-)-?[a-z]/i.exec(text)?.[1];
  if (command !== undefined && !/^return\b/.test(command)) return command;
  const called = /^(?:await\s+|return\s+|yield\s+)*([\w$.>:-]+\()/.exec(text)?.[1];
  if (called !== undefined && !logs.test(called)) return called;
  return (
    /^["']?([\w$.-]+)["']?\??\s*:(?!:)/.exec(text)?.[1] ?? /^["`]?(?![A-Z]+\s)(\w+)["`]?\s+[A-Z]{3,}/.exec(text)?.[1]
  );
}

/** Of such calls there are often several in a row. */
const logs = /^(?:console\.|print|puts|echo|log|fmt\.|system\.out|assert|expect|\w*logger\.)/i;

/** How much two texts have in common by their lines, 0 to 1; indentation, blank lines and lone brackets aside. */
export function lineLikeness(a: readonly string[], b: readonly string[]): number {
  return overlapOf(tellingLines(a), tellingLines(b));
}

function overlapOf(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const item of a) counts.set(item, (counts.get(item) ?? 0) + 1);
  let shared = 0;
  for (const item of b) {
    const left = counts.get(item) ?? 0;
    if (left === 0) continue;
    shared++;
    counts.set(item, left - 1);
  }
  return (2 * shared) / (a.length + b.length);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]+/gu) ?? [];
}

function tellingLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line));
}
