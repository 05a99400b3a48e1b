/** Where statements begin, told without a grammar. */
import { isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import { statementStart } from '../../nextEdit/codeLines.ts';
import { isDirective } from '../../nextEdit/definitions.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';

/** Whether a line ends between a token and the one before it. */
export function isOnNewLine({ text, tokens }: LexedCode, index: number): boolean {
  return text.slice(tokens[index - 1]?.end ?? 0, tokens[index]?.start).includes('\n');
}

/** Whether statements end by nothing else. */
export function isSemicolonLanguage(languageId: string): boolean {
  return /^(?:c|cpp|csharp|java|rust|dart)$/.test(languageId);
}

/** Whether an operand ends with a token, so that what follows it can't be one. */
export function endsOperand(code: LexedCode, index: number): boolean {
  const token = code.tokens[index];
  if (token === undefined) return false;
  if (token.kind === 'string') return !code.text.slice(token.start, token.end).endsWith('{');
  if (token.kind === 'word') return !wordsBeforeOperand.has(token.text);
  return token.kind === 'number' || /^[)\]}]$/.test(token.text);
}

/** Whether the statement before a token ends with its line; `undefined`: it can't be told. */
export function endsLine(code: LexedCode, index: number): boolean | undefined {
  const dialect = dialectOf(code.languageId);
  if (dialect === 'python') return statementStart(code, index) === index;
  if (!isOnNewLine(code, index) || !endsOperand(code, index - 1)) return false;
  const text = textOf(code, index);
  if (dialect === 'go') return true;
  if (dialect === 'script') {
    if (/^(?:in|instanceof)$/.test(text)) return false;
    // TypeScript's operators, or names of variables.
    if (/^(?:as|satisfies|is|of)$/.test(text)) return undefined;
    return text === '{' || text === '}' || text === '@' || isWord(code, index);
  }
  if (/^(?:\.|\?\.)$/.test(text)) return false;
  return text === '}' || (isWord(code, index) && !joiningWords.has(text)) ? true : undefined;
}

/** Whether a statement begins with a token, as far as what is in front of it tells. */
export function isFirstOfStatement(code: LexedCode, index: number): boolean {
  if (dialectOf(code.languageId) === 'python') return statementStart(code, index) === index;
  const before = textOf(code, index - 1);
  if (index === 0 || before === ';' || code.parents[index] !== code.parents[index - 1]) {
    // The `{` of a block is not in itself; neither is a `)`.
    return index === 0 || before === ';' || before === '{';
  }
  if (before === '}') return true;
  if (isDirective(code, index - 1) && isOnNewLine(code, index)) return true;
  if (isSemicolonLanguage(code.languageId) || endsLine(code, index) !== true) return false;
  // `if (a)` and the next line are one statement.
  const isHead = before === ')' && /^(?:if|for|while|with)$/.test(textOf(code, (code.partners[index - 1] ?? 0) - 1));
  return !isHead && before !== 'else' && before !== 'do';
}

const wordsBeforeOperand: ReadonlySet<string> = new Set(
  `and await case delete do else extends if in instanceof is new not of or return throw typeof void yield raise
  lambda assert del while for switch match mut move ref out go defer`.split(/\s+/),
);
/** They join a line to the one above. */
const joiningWords: ReadonlySet<string> = new Set(
  'as else extends catch finally in instanceof is of satisfies while where to and or'.split(' '),
);
