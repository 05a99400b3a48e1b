import type { OffsetRange } from '../../../shared/text.ts';
import { bracketRange, isTypeBody, textOf } from '../../nextEdit/codeBlocks.ts';
import { indentedBlocks, statementStart } from '../../nextEdit/codeLines.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { isFirstOfStatement } from './statements.ts';

/** What a `{` begins. Where that is not plain to see, a function: what stands in one may run at any time, and often. */
type BraceKind = 'function' | 'type' | 'loop' | 'block';

export function braceKind(code: LexedCode, open: number): BraceKind {
  if (isTypeBody(code, open)) return 'type';
  const before = textOf(code, open - 1);
  const head = statementTexts(code, open);
  if (head.some((text) => /^(?:namespace|extension|companion|module|actor|extern)$/.test(text))) return 'type';
  const language = code.languageId;
  if (/^(?:go|rust|swift)$/.test(language)) {
    if (language === 'rust' && before === '=>') return 'block';
    if (head.some((text) => /^(?:func|fn|\||\|\||async|move|defer|init|in)$/.test(text) && !isLoopIn(head, text)))
      return 'function';
    if (head.some((text) => loopWords.has(text))) return 'loop';
    const isBlock = head.some((text) => blockWords.has(text)) || isFirstOfStatement(code, open);
    return isBlock ? 'block' : 'function';
  }
  if (before === ')') {
    const word = textOf(code, (code.partners[open - 1] ?? 0) - 1);
    if (loopWords.has(word) || word === 'await') return 'loop';
    return /^(?:if|switch|catch|with|using|lock|synchronized|when|match|try|fixed)$/.test(word) ? 'block' : 'function';
  }
  if (before === 'do') return 'loop';
  if (/^(?:else|try|finally|unsafe)$/.test(before)) return 'block';
  if (dialectOf(language) === 'script')
    return /^(?:[([,=:?{};+]|&&|\|\||\?\?|return|default|)$/.test(before) ? 'block' : 'function';
  const isPlain = /^(?:c|cpp|java|csharp|dart)$/.test(language) && isFirstOfStatement(code, open);
  return isPlain ? 'block' : 'function';
}

/** In Swift and Rust `for a in b {`; elsewhere `in` begins what a closure does. */
function isLoopIn(head: readonly string[], text: string): boolean {
  return text === 'in' && head.includes('for');
}

const loopWords: ReadonlySet<string> = new Set(['for', 'while', 'do', 'loop', 'foreach', 'repeat', 'until']);
const blockWords: ReadonlySet<string> = new Set('if else match switch select unsafe try catch guard'.split(' '));

/** The texts of what stands in front of a token in its statement, what is in brackets left out. */
function statementTexts(code: LexedCode, index: number): readonly string[] {
  let first = index;
  while (!isFirstOfStatement(code, first) && code.parents[first - 1] === code.parents[index] && first > 0)
    first = /^[)\]}]$/.test(textOf(code, first - 1)) ? (code.partners[first - 1] ?? first - 1) : first - 1;
  return textsBefore(code, index, first);
}

/** The texts of what stands in front of a token in its statement and its bracket, what is in brackets left out. Rather more. */
function textsBefore(code: LexedCode, index: number, first = 0): readonly string[] {
  const level = code.parents[index];
  const texts: string[] = [];
  for (let at = index - 1; at >= first && code.parents[at] === level; at--) {
    const text = textOf(code, at);
    if (text === ';' || text === '}') break;
    texts.push(text);
    if (text === ')' || text === ']') at = code.partners[at] ?? at;
  }
  return texts;
}

/** How what is at a token runs, seen from a statement above it. */
export interface Surroundings {
  readonly isInLoop: boolean;
  /** Of a function within, or a class, or what may be one. */
  readonly isInFunction: boolean;
}

/**
 * @param first of the statement, in a block that the token is in.
 * @returns `undefined`: the token is not in that block.
 */
export function surroundingsOf(code: LexedCode, first: number, index: number): Surroundings | undefined {
  const isPython = dialectOf(code.languageId) === 'python';
  const block = code.parents[first] ?? -1;
  const around = { isInLoop: false, isInFunction: false };
  let place = index;
  for (;;) {
    const open = code.parents[place] ?? -1;
    // A statement above that ends with its line is read too: that says more often that it is one of these.
    const head = textsBefore(code, place, isPython ? statementStart(code, place) : first);
    if (head.some((text) => loopWords.has(text))) around.isInLoop = true;
    if (head.some((text) => isFunctionSign(code, text))) around.isInFunction = true;
    if (open === block) {
      if (hasOtherCase(code, first, place)) return undefined;
      break;
    }
    if (open === -1) return undefined;
    if (isPython && hasFor(code, open)) Object.assign(around, { isInLoop: true, isInFunction: true });
    if (!isPython && textOf(code, open) === '{') {
      const kind = braceKind(code, open);
      if (kind === 'loop') around.isInLoop = true;
      if (kind === 'function' || kind === 'type') around.isInFunction = true;
    }
    place = open;
  }
  if (!isPython) return around;
  return addIndented(code, first, index, around) ? around : undefined;
}

/** Whether the statement is in one `case`, and the token in another. */
function hasOtherCase(code: LexedCode, first: number, place: number): boolean {
  for (let at = first; at < place; at++) {
    const isLabel = /^(?:case|default)$/.test(textOf(code, at)) && code.parents[at] === code.parents[first];
    if (isLabel && code.languageId !== 'python') return true;
  }
  return false;
}

function isFunctionSign({ languageId }: LexedCode, text: string): boolean {
  if (/^(?:=>|lambda|function|func|fn)$/.test(text)) return languageId !== 'rust' || text !== '=>';
  if (languageId === 'rust') return text === '|' || text === '||' || text === 'async';
  return text === '->' && /^(?:java|kotlin|swift|cpp)$/.test(languageId);
}

/** Whether a bracket is a comprehension. */
function hasFor(code: LexedCode, open: number): boolean {
  for (let at = open + 1; at < (code.partners[open] ?? 0); at++)
    if (code.parents[at] === open && textOf(code, at) === 'for') return true;
  return false;
}

/** @returns whether a token stands in the same indented block as a statement, or within. */
function addIndented(
  code: LexedCode,
  first: number,
  index: number,
  around: { isInLoop: boolean; isInFunction: boolean },
): boolean {
  const indent = indentOf(code, first);
  let inner = Number.POSITIVE_INFINITY;
  for (let at = statementStart(code, index); at > first; at = statementStart(code, at - 1)) {
    const own = indentOf(code, at);
    if (own < indent) return false;
    if (own < inner) {
      const word = textOf(code, textOf(code, at) === 'async' ? at + 1 : at);
      if (loopWords.has(word)) around.isInLoop = true;
      if (/^(?:def|class)$/.test(word)) around.isInFunction = true;
      inner = own;
    }
  }
  return true;
}

function indentOf({ text, tokens }: LexedCode, index: number): number {
  const start = tokens[index]?.start ?? 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/** What tells functions apart: where the innermost one around a token begins; -1 where it is in none. */
export function functionAround(code: LexedCode, index: number): { readonly start: number; readonly end: number } {
  const all = { start: -1, end: code.text.length };
  if (dialectOf(code.languageId) === 'python') return indentedBlocks(code, index)[0] ?? all;
  for (let open = code.parents[index] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    if (textOf(code, open) !== '{' || !/^(?:function|type)$/.test(braceKind(code, open))) continue;
    return { start: code.tokens[open]?.start ?? 0, end: code.tokens[code.partners[open] ?? -1]?.end ?? all.end };
  }
  return all;
}

/**
 * What surely sees a `var`: the innermost function that is plain to see, or all of the text. What is told without that
 * certainty may be less: `f(a)` and a block in the next line look like a method.
 */
export function varScope(code: LexedCode, index: number): OffsetRange {
  for (let open = code.parents[index] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    const isFunction = textOf(code, open - 1) === '=>' || statementTexts(code, open).includes('function');
    if (textOf(code, open) === '{' && isFunction) return bracketRange(code, open);
  }
  return { start: 0, end: code.text.length };
}
