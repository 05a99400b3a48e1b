import { isLineStart, isWord, textOf } from './codeBlocks.ts';
import type { LexedCode } from './lexCode.ts';

/** Whether a word begins a statement, or a member, where the one before it ends with its line. */
export function isNextStatement(code: LexedCode, index: number): boolean {
  const before = code.tokens[index - 1];
  if (!isWord(code, index) || !isLineStart(code, index) || before === undefined) return false;
  if (operators.has(textOf(code, index)) || operators.has(before.text) || declaring.has(before.text)) return false;
  return before.kind === 'string' || /[\p{ID_Continue}$)\]}]$/u.test(before.text);
}

/** Words that join what stands on both sides, or need what stands behind them. */
const operators: ReadonlySet<string> = new Set(
  'as await extends in instanceof is keyof new of satisfies typeof void'.split(' '),
);
/** What they declare may stand in the lines below. */
const declaring: ReadonlySet<string> = new Set(['const', 'let', 'var', 'using']);
