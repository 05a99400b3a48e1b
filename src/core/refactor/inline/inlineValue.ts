import { isName, isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { endsOperand } from './statements.ts';

/** What a value is, as far as it matters where else it may be computed. */
export interface InlineValue {
  /** Of its first and last token. */
  readonly first: number;
  readonly last: number;
  /**
   * literal: a number, with its sign, a text or a word such as `true`. name: of a variable. operators: of these, joined by
   * operators. other: it may do something, or be a new object each time.
   */
  readonly kind: 'literal' | 'name' | 'operators' | 'other';
  /** Indices of the tokens that are names of variables, and maybe of others. */
  readonly names: readonly number[];
  /** Nothing around it can take it apart. */
  readonly isAtom: boolean;
  /** Texts of its operators. */
  readonly operators: readonly string[];
  /** Texts of its numbers. */
  readonly numbers: readonly string[];
  /** As it is written. */
  readonly text: string;
}

export function inlineValueOf(code: LexedCode, first: number, last: number): InlineValue {
  const { tokens } = code;
  const text = code.text.slice(tokens[first]?.start, tokens[last]?.end);
  const plain = readPlain(code, first, last);
  const names = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
    (at) => isWord(code, at) && isName(code, at) && !/^(?:\.|\?\.|::|->)$/.test(textOf(code, at - 1)),
  );
  if (plain === undefined)
    return { first, last, kind: 'other', names, isAtom: isChain(code, first, last), operators: [], numbers: [], text };
  const { operands, operators, numbers } = plain;
  const isSigned =
    operators.length === 1 && /^[-+]$/.test(operators[0] ?? '') && numbers.length === 1 && operands === 1;
  const isOne = operands === 1 && operators.length === 0;
  const isInBrackets = textOf(code, first) === '(';
  const kind = names.length === 0 && (isOne || isSigned) ? 'literal' : isOne && !isInBrackets ? 'name' : 'operators';
  return { first, last, kind, names, isAtom: isOne, operators, numbers, text };
}

interface PlainValue {
  readonly operands: number;
  readonly operators: readonly string[];
  readonly numbers: readonly string[];
}

/** @returns `undefined` where there is more in it than literals, names, brackets around them and operators. */
function readPlain(code: LexedCode, first: number, last: number): PlainValue | undefined {
  const [operators, numbers]: [string[], string[]] = [[], []];
  let operands = 0;
  let isOperandNext = true;
  for (let at = first; at <= last; ) {
    const text = textOf(code, at);
    if (isOperandNext) {
      const end = operandEnd(code, at);
      if (end !== undefined) {
        if (code.tokens[at]?.kind === 'number') numbers.push(spelling(code, at, end));
        operands++;
        isOperandNext = false;
        at = end + 1;
      } else if (text === '(') at++;
      else if (isUnary(code, at)) {
        operators.push(text);
        at++;
      } else return undefined;
      continue;
    }
    if (text === ')') {
      at++;
      continue;
    }
    const end = operatorEnd(code, at);
    if (end === undefined || end >= last) return undefined;
    operators.push(spelling(code, at, end));
    isOperandNext = true;
    at = end + 1;
  }
  return isOperandNext ? undefined : { operands, operators, numbers };
}

function spelling({ text, tokens }: LexedCode, first: number, last: number): string {
  return text.slice(tokens[first]?.start, tokens[last]?.end);
}

/** @returns the index of the last token of a literal or a name; `undefined`: it is something else. */
function operandEnd(code: LexedCode, at: number): number | undefined {
  const token = code.tokens[at];
  if (token?.kind === 'number') return numberEnd(code, at);
  if (token?.kind === 'string') return isPlainString(code, at) ? stringsEnd(code, at) : undefined;
  if (token?.kind !== 'word') return undefined;
  return isName(code, at) || literalWords.has(token.text) ? at : undefined;
}

const literalWords: ReadonlySet<string> = new Set('true false null undefined None True False nil nullptr'.split(' '));

/** Of `1.5` and `1e-5`, which are several tokens. */
function numberEnd(code: LexedCode, at: number): number | undefined {
  const { tokens } = code;
  const isTight = (left: number): boolean => tokens[left]?.end === tokens[left + 1]?.start;
  let end = at;
  if (textOf(code, end + 1) === '.' && isTight(end)) {
    if (tokens[end + 2]?.kind !== 'number' || !isTight(end + 1)) return undefined;
    end += 2;
  }
  const isOpen = /^\d[\d_]*e$/i.test(textOf(code, end));
  if (!isOpen) return end;
  const hasSign = /^[-+]$/.test(textOf(code, end + 1)) && isTight(end) && isTight(end + 1);
  return hasSign && tokens[end + 2]?.kind === 'number' ? end + 2 : undefined;
}

/** Neither a regular expression nor a text with holes. */
function isPlainString({ text, tokens, languageId }: LexedCode, at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  const raw = text.slice(token.start, token.end);
  if (raw.startsWith('/') || raw.startsWith('}') || raw.endsWith('{')) return false;
  if (languageId === 'python') return !/^[rt]?[ft]/i.test(raw.replace(/["'][\s\S]*/, '') || '-');
  if (/^(?:kotlin|swift|scala|dart|csharp)$/.test(languageId)) {
    // Behind a sign or a word that says so, or everywhere, there may be names in it.
    const before = text.charAt(token.start - 1);
    return !/[$\\{]/.test(raw) && !/[\w$@#]/.test(before);
  }
  return !/^(?:rust|cpp|c)$/.test(languageId) || !/[\w#]/.test(text.charAt(token.start - 1));
}

/** Texts side by side are one, in some languages. */
function stringsEnd(code: LexedCode, at: number): number | undefined {
  let end = at;
  while (code.tokens[end + 1]?.kind === 'string') {
    if (!/^(?:python|c|cpp|dart)$/.test(code.languageId) || !isPlainString(code, end + 1)) return undefined;
    end++;
  }
  return end;
}

function isUnary(code: LexedCode, at: number): boolean {
  const text = textOf(code, at);
  const next = code.tokens[at + 1];
  // `--a` counts.
  if (text === next?.text && /^[-+]$/.test(text) && next.start === code.tokens[at]?.end) return false;
  if (/^[-+!~]$/.test(text)) return true;
  return dialectOf(code.languageId) === 'python'
    ? text === 'not'
    : dialectOf(code.languageId) === 'script' && text === 'typeof';
}

/** @returns the index of the last token of an operator between two operands. */
function operatorEnd(code: LexedCode, at: number): number | undefined {
  const { tokens, languageId } = code;
  let [end, sign] = [at, textOf(code, at)];
  if (tokens[at]?.kind === 'word') {
    if (languageId === 'python' && sign === 'is') return textOf(code, at + 1) === 'not' ? at + 1 : at;
    return languageId === 'python' && /^(?:and|or)$/.test(sign) ? at : undefined;
  }
  if (tokens[at]?.kind !== 'sign') return undefined;
  const unary = /^[-+!~(]$/;
  while (tokens[end + 1]?.kind === 'sign' && tokens[end]?.end === tokens[end + 1]?.start) {
    const next = textOf(code, end + 1);
    if (unary.test(next) && !(sign === next && next !== '(')) break;
    sign += next;
    end++;
  }
  return binary.test(sign) && !(sign === '?' && languageId === 'rust') ? end : undefined;
}

const binary = /^(?:[-+*/%&|^<>?:]|\*\*|\/\/|<<|>>>?|<=|>=|[=!]==?|&&|\|\||\?\?)$/;

/** `a.b(c)[d]`, or one pair of brackets. */
function isChain(code: LexedCode, first: number, last: number): boolean {
  const level = code.parents[first];
  if (notChains.has(textOf(code, first))) return false;
  for (let at = first; at <= last; at++) {
    const text = textOf(code, at);
    const isBracket = /^[([]$/.test(text);
    const isPart =
      (at === first && (isBracket || code.tokens[at]?.kind === 'string')) ||
      (isWord(code, at) && (at === first || /^(?:\.|::|->)$/.test(textOf(code, at - 1)))) ||
      (at > first && isBracket && endsOperand(code, at - 1)) ||
      (at > first && at < last && /^(?:\.|::|->)$/.test(text) && isWord(code, at + 1));
    if (!isPart || code.parents[at] !== level) return false;
    if (isBracket) at = code.partners[at] ?? at;
    // One that begins with a text has more behind it.
    if (at === first && code.tokens[at]?.kind === 'string' && !isPlainString(code, at)) return false;
  }
  return true;
}

const notChains: ReadonlySet<string> = new Set(
  'new await async function class lambda fn func fun if match switch when try throw yield do not typeof void delete import'.split(
    ' ',
  ),
);
