/** A line that many places have: closing brackets, `else`, a lone keyword. It says nothing of where it stands. */
export function isTrivialLine(line: string): boolean {
  const text = line.trim();
  return (
    text.replace(/[^\p{L}\p{N}]/gu, '').length < 3 ||
    /^[\s)\]}({[;,]*(?:else|end|try|begin|do|then|finally|return|break|continue|pass|fi|done|default|null|none|nil|true|false|endif)?\s*[:;{(,]*$/i.test(
      text,
    )
  );
}

/** Where `wanted` stands in `lines` without a gap, by 0-based lines; overlapping places all count. No place where it is empty. */
export function findLines(
  wanted: readonly string[],
  lines: readonly string[],
  normal: (line: string) => string,
): readonly number[] {
  if (wanted.length === 0 || wanted.length > lines.length) return [];
  const ids = new Map<string, number>();
  const idOf = (line: string): number => {
    const key = normal(line);
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  };
  const pattern = wanted.map(idOf);
  const next = failures(pattern);
  const places: number[] = [];
  let matched = 0;
  for (const [at, line] of lines.entries()) {
    const id = idOf(line);
    while (matched > 0 && pattern[matched] !== id) matched = next[matched - 1] ?? 0;
    if (pattern[matched] === id) matched++;
    if (matched < pattern.length) continue;
    places.push(at - pattern.length + 1);
    matched = next[matched - 1] ?? 0;
  }
  return places;
}

/** Knuth, Morris and Pratt: how much of the pattern still matches after a mismatch. */
function failures(pattern: readonly number[]): readonly number[] {
  const next = [0];
  for (let at = 1, matched = 0; at < pattern.length; at++) {
    while (matched > 0 && pattern[at] !== pattern[matched]) matched = next[matched - 1] ?? 0;
    if (pattern[at] === pattern[matched]) matched++;
    next.push(matched);
  }
  return next;
}
