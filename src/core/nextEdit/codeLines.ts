import type { OffsetRange } from '../../shared/text.ts';
import type { LexedCode } from './lexCode.ts';

/** A block with its head, in a language whose blocks are told by indentation. */
export interface IndentedBlock extends OffsetRange {
  readonly kind: 'def' | 'class';
  /** Index of the token behind `def` or `class`. */
  readonly nameIndex: number;
}

/** The functions and classes that a token stands in the body of, the innermost first. */
export function indentedBlocks(code: LexedCode, index: number): readonly IndentedBlock[] {
  const blocks: IndentedBlock[] = [];
  let around = statementOf(code, index)?.around;
  for (; around !== undefined; around = around.around) if (around.block !== undefined) blocks.push(around.block);
  return blocks;
}

/** The block whose head is the statement that a token stands in. */
export function blockOfHead(code: LexedCode, index: number): IndentedBlock | undefined {
  return statementOf(code, index)?.block;
}

/** The index of the first token of the statement that a token stands in. */
export function statementStart(code: LexedCode, index: number): number {
  return statementOf(code, index)?.index ?? 0;
}

/** Begins with the first token of a line that stands in no bracket. */
interface Statement {
  /** Of the token. */
  readonly index: number;
  /** Characters before it on its line. */
  readonly indent: number;
  /** Whose block it stands in. */
  readonly around: Statement | undefined;
  /** Where it is the head of one. */
  readonly block: { -readonly [Key in keyof IndentedBlock]: IndentedBlock[Key] } | undefined;
}

const statementsOf = new WeakMap<LexedCode, readonly Statement[]>();

function statementOf(code: LexedCode, index: number): Statement | undefined {
  const statements = statementsOf.get(code) ?? findStatements(code);
  statementsOf.set(code, statements);
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.index ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1];
}

function findStatements(code: LexedCode): readonly Statement[] {
  const { text, tokens, parents } = code;
  const statements: Statement[] = [];
  const open: Statement[] = [];
  tokens.forEach(({ start }, index) => {
    const isFirst = index === 0 || text.slice(tokens[index - 1]?.end, start).includes('\n');
    if (parents[index] !== -1 || !isFirst) return;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    if (/[)\]}]/.test(text.charAt(start)) || text.slice(lineStart, start).trim() !== '') return;
    const indent = start - lineStart;
    while ((open.at(-1)?.indent ?? -1) >= indent) {
      const closed = open.pop()?.block;
      if (closed !== undefined) closed.end = lineStart;
    }
    const statement = { index, indent, around: open.at(-1), block: blockAt(code, index, lineStart) };
    statements.push(statement);
    open.push(statement);
  });
  return statements;
}

function blockAt({ text, tokens }: LexedCode, index: number, start: number): Statement['block'] {
  const wordIndex = tokens[index]?.text === 'async' ? index + 1 : index;
  const kind = tokens[wordIndex]?.text;
  return kind === 'def' || kind === 'class' ? { kind, nameIndex: wordIndex + 1, start, end: text.length } : undefined;
}
