import { stringEnd } from './stringLiterals.ts';

/**
 * Offset of the first closing bracket in `text` that nothing in `text` has opened; `undefined` if there is none. Brackets
 * within string literals are none, and angle brackets are some only where they are said to be: mostly they compare.
 */
export function firstUnmatchedCloser(text: string, { angle = false } = {}): number | undefined {
  return scan(text, angle).unmatchedAt;
}

/** Whether `text` closes each bracket that it opens, and no other. */
export function isBalanced(text: string): boolean {
  const { unmatchedAt, openCount } = scan(text, false);
  return unmatchedAt === undefined && openCount === 0;
}

/** The closers of all that `text` opens and does not close, in their order. Closers of what it has not opened do not count. */
export function missingClosers(text: string): string {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const closer = closerOf.get(char);
    if (/["'`]/.test(char)) at = (stringEnd(text, at) ?? at + 1) - 1;
    else if (closer !== undefined) open.push(closer);
    else if (char === open.at(-1)) open.pop();
  }
  return open.reverse().join('');
}

function scan(text: string, angle: boolean): { readonly unmatchedAt?: number; readonly openCount: number } {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const closer = closerOf.get(char);
    if (/["'`]/.test(char)) at = (stringEnd(text, at) ?? at + 1) - 1;
    else if (closer !== undefined) open.push(closer);
    else if (angle && char === '<') open.push('>');
    else if (closers.has(char) || (angle && char === '>' && !/[-=]/.test(text[at - 1] ?? ''))) {
      // A `<` that nothing has closed by now has compared.
      while (char !== '>' && open.at(-1) === '>') open.pop();
      if (open.at(-1) !== char) return { unmatchedAt: at, openCount: open.length };
      open.pop();
    }
  }
  return { openCount: open.length };
}

const closerOf: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closers: ReadonlySet<string> = new Set(closerOf.values());
