/** Offset of the first closing bracket in `text` that nothing in `text` has opened; `undefined` if there is none. */
export function firstUnmatchedCloser(text: string): number | undefined {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const closer = closerOf.get(char);
    if (closer !== undefined) open.push(closer);
    else if (closers.has(char)) {
      if (open.at(-1) !== char) return at;
      open.pop();
    }
  }
  return undefined;
}

const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closers: ReadonlySet<string> = new Set(closerOf.values());
