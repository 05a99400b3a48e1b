import type { OffsetRange } from '../../shared/text.ts';
import { closeAngle } from './angleBrackets.ts';
import { arrowBody, bracketRange, enclosingBlock, functionBlock, textOf } from './codeBlocks.ts';
import { isNextStatement } from './isNextStatement.ts';
import type { LexedCode } from './lexCode.ts';

/** Where a name, or what is bound by the pattern that begins there, is seen; `undefined`: no `let` or the like declares it. */
export function declaredScope(code: LexedCode, index: number): OffsetRange | undefined {
  const keyword = textOf(code, declaringWord(code, index));
  if (keyword === '') return undefined;
  return keyword === 'var' ? functionBlock(code, index) : (loopScope(code, index) ?? enclosingBlock(code, index));
}

/** A `for (...)` with what it repeats. */
export function loopScope(code: LexedCode, index: number): OffsetRange | undefined {
  const open = code.parents[index] ?? -1;
  if (textOf(code, open) !== '(') return undefined;
  // What follows is as far as an arrow function's body.
  const { end } = arrowBody(code, code.partners[open] ?? open);
  return { start: bracketRange(code, open).start, end };
}

/** Index of the word that declares what stands there, first or behind a comma; -1 where none does. */
function declaringWord(code: LexedCode, index: number): number {
  const isIt = (at: number): boolean => /^(?:const|let|var|using)$/.test(textOf(code, at));
  if (isIt(index - 1)) return index - 1;
  const open = code.parents[index] ?? -1;
  // Arguments and items have commas too, and `for (let a, b; ...)` is none of these.
  const isInList = /^[([]$/.test(textOf(code, open)) && textOf(code, open - 1) !== 'for';
  if (textOf(code, index - 1) !== ',' || isInList) return -1;
  let depth = 0;
  for (let at = index - 2; at >= 0 && code.parents[at] === open; at--) {
    const text = textOf(code, at);
    if (isIt(at)) return at;
    if (text === ';' || isNextStatement(code, at)) return -1;
    if (text === '>') depth++;
    // Then it is an argument of a type.
    if (text === '<' && depth-- === 0 && closeAngle(code, at) > index) return -1;
    if (/^[)\]}]$/.test(text)) at = code.partners[at] ?? at;
  }
  return -1;
}
