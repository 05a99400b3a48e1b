/** `<...>` around types, which may be signs of comparison. */
import { textOf } from './codeBlocks.ts';
import type { LexedCode } from './lexCode.ts';

/** The `<` around a token; -1 where there is none. */
export function openAngle(code: LexedCode, index: number): number {
  let depth = 0;
  for (let at = index - 1; at >= 0 && at > index - maxTokens; at--) {
    const text = textOf(code, at);
    if (code.parents[at] !== code.parents[index] || text === ';') return -1;
    if (/^[)\]}]$/.test(text)) at = code.partners[at] ?? at;
    else if (text === '>') depth++;
    else if (text === '<' && depth-- === 0) return at;
  }
  return -1;
}

/** The `>` that belongs to a `<`; -1 where none does. */
export function closeAngle(code: LexedCode, open: number): number {
  let depth = 0;
  for (let at = open; at < code.tokens.length && at < open + maxTokens; at++) {
    const text = textOf(code, at);
    if (text === '<') depth++;
    else if (text === '>' && --depth === 0) return at;
  }
  return -1;
}

/** From one end of a list to the other. */
const maxTokens = 100;
