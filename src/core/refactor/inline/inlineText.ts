import type { TextEdit } from '../../../shared/text.ts';
import { isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import type { Inlining } from './inlining.ts';
import { endsLine, endsOperand, isFirstOfStatement } from './statements.ts';

/** Whether a name is all of what stands between two brackets, commas or ends of a statement. */
export function isWholeOperand(code: LexedCode, index: number): boolean {
  return (isWholeOperandBefore(code, index) || isBlockStart(code, index)) && isEndBehind(code, index);
}

function isWholeOperandBefore(code: LexedCode, index: number): boolean {
  const before = textOf(code, index - 1);
  return /^(?:[([,=]|:=|=>|return|throw|raise|)$/.test(before) && (before !== '' || isHole(code, index - 1));
}

/** What a block of Rust and others is worth stands at its end. */
function isBlockStart(code: LexedCode, index: number): boolean {
  return code.languageId === 'rust' && isFirstOfStatement(code, index) && textOf(code, index + 1) === '}';
}

function isEndBehind(code: LexedCode, index: number): boolean {
  const behind = textOf(code, index + 1);
  const next = code.tokens[index + 1];
  if (next === undefined || /^[)\],;}]$/.test(behind)) return true;
  if (next.kind === 'string') return /^[}!:]/.test(code.text.slice(next.start, next.end));
  if (dialectOf(code.languageId) === 'python' && behind === ':')
    return code.parents[index + 1] === -1 && !hasWordInFront(code, index, 'lambda');
  return endsLine(code, index + 1) === true;
}

function hasWordInFront(code: LexedCode, index: number, word: string): boolean {
  for (let at = index - 1; at >= 0 && !isFirstOfStatement(code, at); at--) if (textOf(code, at) === word) return true;
  return false;
}

/** Whether a string ends at a hole for code. */
function isHole({ text, tokens }: LexedCode, index: number): boolean {
  const token = tokens[index];
  return token?.kind === 'string' && text.slice(token.start, token.end).endsWith('{');
}

/** Whether a token stands in a hole of one of Python's texts. */
function isInPythonHole(code: LexedCode, index: number): boolean {
  for (let at = index - 1; at >= 0 && code.languageId === 'python'; at--) {
    if (isHole(code, at)) return true;
    // The text that goes on behind a hole.
    const isRest = /^[}!:]/.test(code.text.slice(code.tokens[at]?.start, code.tokens[at]?.end));
    if ((code.tokens[at]?.kind === 'string' && isRest) || isFirstOfStatement(code, at)) return false;
  }
  return false;
}

/** Whether `{ x }` or the like is short for `{ x: x }`. */
export function isShorthand(code: LexedCode, index: number): boolean {
  const open = code.parents[index] ?? -1;
  if (dialectOf(code.languageId) !== 'script' || textOf(code, open) !== '{') return false;
  const isItem = /^[{,]$/.test(textOf(code, index - 1)) && /^[,}]$/.test(textOf(code, index + 1));
  return isItem && /^(?:[(,=[?]|return|&&|\|\||\?\?)$/.test(textOf(code, open - 1));
}

/** What takes the place of each use. */
function replacement({ code, value }: Inlining, use: number): string {
  const isShort = isShorthand(code, use) && value.kind !== undefined;
  const name = isShort ? `${textOf(code, use)}: ` : '';
  return name + (isShort || !needsBrackets(code, value, use) ? value.text : `(${value.text})`);
}

function needsBrackets(code: LexedCode, value: Inlining['value'], use: number): boolean {
  const [before, behind] = [textOf(code, use - 1), textOf(code, use + 1)];
  const isNumber = code.tokens[value.first]?.kind === 'number' && value.kind === 'literal';
  if (value.isAtom && !(isNumber && behind.startsWith('.'))) return before === 'new' || /^[{]/.test(value.text);
  if (before === '=>' && value.text.startsWith('{')) return true;
  const hasComma = code.tokens
    .slice(value.first, value.last + 1)
    .some(({ text }, at) => text === ',' && code.parents[value.first + at] === code.parents[value.first]);
  if (fits(code, value, use)) return false;
  const isInHole = isHole(code, use - 1) && code.languageId === 'python';
  return hasComma || isInHole || /^yield\b/.test(value.text) || !isWholeOperand(code, use);
}

/** Whether the operators beside a use leave those of the value together. */
function fits(code: LexedCode, value: Inlining['value'], use: number): boolean {
  if (value.kind !== 'operators') return false;
  const own = Math.min(...value.operators.map((sign) => strengths.get(sign) ?? -1));
  const [left, right] = [textOf(code, use - 1), textOf(code, use + 1)];
  const isOpen = isWholeOperandBefore(code, use);
  const before = isOpen ? -1 : endsOperand(code, use - 2) ? strengths.get(left) : undefined;
  const behind = isEndBehind(code, use) ? -1 : isLongSign(code, use + 1) ? undefined : strengths.get(right);
  // What is compared twice is another thing in Python.
  return before !== undefined && behind !== undefined && own > before && (own > behind || (own === behind && own > 1));
}

/** How strongly operators bind: those that have the same order in every language. */
const strengths: ReadonlyMap<string, number> = new Map([
  ...['*', '/', '%'].map((sign) => [sign, 3] as const),
  ...['+', '-'].map((sign) => [sign, 2] as const),
  ...['<', '>', '<=', '>=', '==', '!=', '===', '!=='].map((sign) => [sign, 1] as const),
  ...['&&', '||', 'and', 'or'].map((sign) => [sign, 0] as const),
]);

/** Whether a sign is the first of several that are one operator. */
function isLongSign({ tokens }: LexedCode, index: number): boolean {
  return tokens[index]?.end === tokens[index + 1]?.start && tokens[index + 1]?.kind === 'sign';
}

/** Why the text would be read otherwise than it is meant; `undefined`: it would not. */
export function whyMisread(inlining: Inlining): string | undefined {
  const { code, declaration, value, uses } = inlining;
  if (dialectOf(code.languageId) === 'script') {
    if (isContinued(code, declaration.first, declaration.last + 1))
      return 'the lines around it would become one statement';
    for (const use of uses) {
      const isNext = use === declaration.last + 1;
      if (!isNext && !isFirstOfStatement(code, use)) continue;
      const text = replacement(inlining, use);
      const before = isNext ? declaration.first - 1 : use - 1;
      if (/^(?:[{]|function\b|class\b|async\b|let\b)/.test(text)) return 'its value would begin a statement of its own';
      if (/^[([`/+\-.*,]/.test(text) && !/^[;{]$/.test(textOf(code, before)) && before >= 0)
        return 'its value would be read with the line above';
    }
  }
  const holes = uses.filter((use) => isInPythonHole(code, use));
  if (holes.length > 0 && /["'\\\n#{}]/.test(value.text)) return 'its value can not stand in a text';
  return undefined;
}

/** Whether what stands behind a statement would be read with what is in front of it. */
function isContinued(code: LexedCode, first: number, next: number): boolean {
  const token = code.tokens[next];
  const before = textOf(code, first - 1);
  if (token === undefined || first === 0 || /^[;{]$/.test(before)) return false;
  return !isWord(code, next) && !/^[}{]$/.test(token.text) && /^["'(`[/+\-.*,<?]/.test(code.text.slice(token.start));
}

/** All edits, the last in the text first. */
export function inlineEdits(inlining: Inlining): readonly TextEdit[] {
  const { code, uses } = inlining;
  const edits = uses.map((use) => {
    const { start, end } = code.tokens[use] ?? { start: 0, end: 0 };
    return { range: { start, end }, newText: replacement(inlining, use) };
  });
  return [removal(inlining), ...edits].sort((a, b) => b.range.start - a.range.start);
}

/** The declaration goes with its line; what is said behind it stays. */
function removal({ code, declaration }: Inlining): TextEdit {
  const { text, tokens } = code;
  const start = tokens[declaration.first]?.start ?? 0;
  const end = tokens[declaration.last]?.end ?? 0;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isFirst = text.slice(lineStart, start).trim() === '';
  const rest = /[^\n]*\n?/y;
  rest.lastIndex = end;
  const behind = rest.exec(text)?.[0] ?? '';
  if (isFirst && behind.trim() === '') return { range: { start: lineStart, end: end + behind.length }, newText: '' };
  const spaces = behind.length - behind.trimStart().length;
  return { range: { start, end: behind.trim() === '' ? end : end + spaces }, newText: '' };
}
