/** What brackets are for, told by the words in front of them. */
import type { OffsetRange } from '../../shared/text.ts';
import type { LexedCode } from './lexCode.ts';
import { type Dialect, dialectOf, isNameOf } from './names.ts';

/** `''` where there is no such token. */
export function textOf(code: LexedCode, index: number): string {
  return code.tokens[index]?.text ?? '';
}

/** Whether a token is an identifier, and no keyword. */
export function isName(code: LexedCode, index: number): boolean {
  return isWord(code, index) && isNameOf(textOf(code, index), dialectOf(code.languageId));
}

export function isWord(code: LexedCode, index: number): boolean {
  return code.tokens[index]?.kind === 'word';
}

/** The first token of its line. */
export function isLineStart({ text, tokens }: LexedCode, index: number): boolean {
  const start = tokens[index]?.start ?? 0;
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

/** Index of the first of names with commas between them. */
export function firstOfList(code: LexedCode, index: number): number {
  let first = index;
  while (textOf(code, first - 1) === ',' && isWord(code, first - 2)) first -= 2;
  return first;
}

/** Index of the last of names with commas between them. */
export function lastOfList(code: LexedCode, index: number): number {
  let last = index;
  while (textOf(code, last + 1) === ',' && isWord(code, last + 2)) last += 2;
  return last;
}

/** From a bracket to its partner, both included. */
export function bracketRange(code: LexedCode, open: number): OffsetRange {
  const close = code.tokens[code.partners[open] ?? -1];
  return { start: code.tokens[open]?.start ?? 0, end: close?.end ?? code.text.length };
}

/** The innermost `{` around a token; -1 where there is none. */
function enclosingBrace(code: LexedCode, index: number): number {
  let open = code.parents[index] ?? -1;
  while (open !== -1 && textOf(code, open) !== '{') open = code.parents[open] ?? -1;
  return open;
}

/** The innermost `{...}` around a token, else all of the text. */
export function enclosingBlock(code: LexedCode, index: number): OffsetRange {
  const open = enclosingBrace(code, index);
  return open === -1 ? { start: 0, end: code.text.length } : bracketRange(code, open);
}

/** The innermost body of a function around a token, else all of the text: what sees a `var`. */
export function functionBlock(code: LexedCode, index: number): OffsetRange {
  let open = enclosingBrace(code, index);
  while (open !== -1 && isInFunction(code, open)) open = enclosingBrace(code, open);
  return open === -1 ? { start: 0, end: code.text.length } : bracketRange(code, open);
}

/** Whether a `{` begins no function's body: it stands alone, behind `else` or `case a:`, or behind the `(...)` of `if`. */
function isInFunction(code: LexedCode, open: number): boolean {
  const isHead = textOf(code, open - 1) === ')';
  const before = textOf(code, isHead ? (code.partners[open - 1] ?? 0) - 1 : open - 1);
  return isHead
    ? /^(?:if|for|await|while|switch|catch|with)$/.test(before)
    : /^(?:[{};:]|else|do|try|catch|finally)$/.test(before);
}

/** The word that says what is in a `{...}`, such as `class` or `function`; -1 where none does. */
export function blockHead(code: LexedCode, open: number): number {
  for (let index = open - 1; index >= 0 && code.parents[index] === code.parents[open]; index--) {
    const text = textOf(code, index);
    if (text === ';' || text === '}') return -1;
    if (text === ')' || text === ']') index = code.partners[index] ?? index;
    else if (otherHeads.has(text) || isTypeHead(code, index)) return index;
  }
  return -1;
}

/** Whether members stand directly in a `{...}`. */
export function isTypeBody(code: LexedCode, open: number): boolean {
  const head = open === -1 ? -1 : blockHead(code, open);
  return head !== -1 && isTypeHead(code, head);
}

/** Whether `(` begins Go's `var (...)`, `const (...)` or `type (...)`. */
export function isGoGroup(code: LexedCode, open: number): boolean {
  const isGroup = code.languageId === 'go' && textOf(code, open) === '(';
  return isGroup && /^(?:var|const|type)$/.test(textOf(code, open - 1));
}

/** Whether `{` stands in an import. */
export function isImport(code: LexedCode, open: number): boolean {
  const before = textOf(code, open - 1);
  return (
    before === 'import' ||
    ((before === 'type' || before === ',') && /^(?:import|type)$/.test(textOf(code, open - (before === ',' ? 3 : 2))))
  );
}

function isTypeHead(code: LexedCode, index: number): boolean {
  const text = textOf(code, index);
  if (['class', 'interface', 'enum', 'struct'].includes(text)) return true;
  return (
    ['trait', 'impl', 'record', 'object', 'type', 'protocol'].includes(text) && /^[\w$<]/.test(textOf(code, index + 1))
  );
}

const otherHeads: ReadonlySet<string> = new Set(
  'function func fn fun if else for while switch return const let var do try catch match namespace module'.split(' '),
);

/** The body of the function whose parameters end with `close`. */
export interface FunctionBody extends OffsetRange {
  /** An expression: that of an arrow function. */
  readonly isArrow: boolean;
}

/** @returns `undefined` where no body follows: it is a call, or a declaration alone. */
export function bodyAfter(code: LexedCode, close: number, dialect: Dialect): FunctionBody | undefined {
  for (let index = close + 1; index < Math.min(code.tokens.length, close + maxHeadTokens); index++) {
    if (code.parents[index] !== code.parents[close]) return undefined;
    const text = textOf(code, index);
    if (text === '=>' && dialect !== 'go' && dialect !== 'rust') return arrowBody(code, index);
    if (text === '{' && textOf(code, index - 1) !== ':') return { ...bracketRange(code, index), isArrow: false };
    if (/^(?:[;,)\]}=.?]|:=|&&|\|\|)$/.test(text)) return undefined;
    if (isWord(code, index) && isLineStart(code, index) && dialect === 'script') return undefined;
    if (text === '(' || text === '[' || text === '{') index = code.partners[index] ?? index;
  }
  return undefined;
}

/** Between parameters and body: types, and what is thrown. */
const maxHeadTokens = 60;

/** What the function does whose `=>` stands at an index. */
export function arrowBody(code: LexedCode, arrow: number): FunctionBody {
  const first = arrow + 1;
  if (textOf(code, first) === '{') return { ...bracketRange(code, first), isArrow: true };
  const level = code.parents[arrow];
  let last = first;
  for (let index = first; index < code.tokens.length && code.parents[index] === level; index++) {
    const text = textOf(code, index);
    if (text === ';' || text === ',' || text === ')' || text === ']' || text === '}') break;
    const isNewStatement = index > first && isWord(code, index) && isLineStart(code, index);
    if (isNewStatement) break;
    if (text === '(' || text === '[' || text === '{') index = code.partners[index] ?? index;
    last = index;
  }
  return { start: code.tokens[arrow]?.start ?? 0, end: code.tokens[last]?.end ?? code.text.length, isArrow: true };
}
