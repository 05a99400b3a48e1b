import type { OffsetRange } from '../../shared/text.ts';
import { blockHead, bodyAfter, isName, isTypeBody, isWord, textOf } from './codeBlocks.ts';
import { blockOfHead } from './codeLines.ts';
import type { LexedCode } from './lexCode.ts';
import type { Dialect } from './names.ts';

/** Brackets of a function's definition in which its parameters stand. */
export interface ParameterList {
  /** Index of the `(`. */
  readonly open: number;
  /** Index of the function's name; -1 where it has none. */
  readonly nameIndex: number;
  /** Where the parameters are seen. */
  readonly scope: OffsetRange;
}

/** @returns `undefined` where the `(` begins something else, such as the arguments of a call. */
export function parameterListAt(code: LexedCode, open: number, dialect: Dialect): ParameterList | undefined {
  const close = code.partners[open] ?? -1;
  const start = code.tokens[open]?.start;
  if (textOf(code, open) !== '(' || close === -1 || start === undefined) return undefined;
  if (dialect === 'python') {
    const block = textOf(code, open - 2) === 'def' ? blockOfHead(code, open) : undefined;
    // What a parameter is by default is told from outside.
    return block && { open, nameIndex: open - 1, scope: { start: code.tokens[close]?.end ?? start, end: block.end } };
  }
  const body = bodyAfter(code, close, dialect);
  if (body === undefined) return undefined;
  const nameIndex = body.isArrow ? arrowName(code, open) : nameBefore(code, open, dialect);
  return nameIndex === undefined ? undefined : { open, nameIndex, scope: { start, end: body.end } };
}

/** Of `const name = (...) =>`, and of a member that is set to such a function. */
function arrowName(code: LexedCode, open: number): number {
  const equals = textOf(code, open - 1) === 'async' ? open - 2 : open - 1;
  return textOf(code, equals) === '=' && isName(code, equals - 1) ? equals - 1 : -1;
}

/** @returns -1: it has none. `undefined`: no function. */
function nameBefore(code: LexedCode, open: number, dialect: Dialect): number | undefined {
  const before = textOf(code, open - 1) === '>' ? beforeGenerics(code, open - 1) : open - 1;
  const keyword = textOf(code, before - 1);
  const word = textOf(code, before);
  if (word === '*' && keyword === 'function') return -1;
  if (!isWord(code, before)) return undefined;
  if (word === 'function' || word === 'catch' || (word === 'func' && dialect === 'go')) return -1;
  if (!isName(code, before) && word !== 'constructor') return undefined;
  if (/^(?:function|fn|func|fun|def)$/.test(keyword)) return before;
  if (dialect === 'go') return isReceiver(code, before - 1) ? before : undefined;
  if (dialect === 'rust') return undefined;
  if (dialect === 'script') return keyword === 'new' || keyword === '.' ? undefined : before;
  // A type stands in front of it, or it is the class's own name.
  const around = code.parents[before] ?? -1;
  if (isTypeBody(code, around) && textOf(code, blockHead(code, around) + 1) === word) return before;
  return isWord(code, before - 1) || /^[>\]*&]$/.test(keyword) ? before : undefined;
}

/** Go's `func (r *Receiver) name`. */
function isReceiver(code: LexedCode, close: number): boolean {
  return textOf(code, close) === ')' && textOf(code, (code.partners[close] ?? 0) - 1) === 'func';
}

function beforeGenerics(code: LexedCode, close: number): number {
  let depth = 0;
  for (let index = close; index >= 0; index--) {
    if (textOf(code, index) === '>') depth++;
    if (textOf(code, index) === '<' && --depth === 0) return index - 1;
  }
  return -1;
}
