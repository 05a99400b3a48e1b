import type { OffsetRange } from '../../shared/text.ts';
import type { LexedCode } from './lexCode.ts';

/** Where a statement begins: the first token of a line that stands in no bracket. */
export interface StatementStart {
  /** Of the token. */
  readonly index: number;
  readonly lineStart: number;
  /** Characters before it on its line. */
  readonly indent: number;
}

const startsOf = new WeakMap<LexedCode, readonly StatementStart[]>();

/** Statements of a language whose blocks are told by indentation. */
function statementStarts(code: LexedCode): readonly StatementStart[] {
  const known = startsOf.get(code) ?? findStarts(code);
  startsOf.set(code, known);
  return known;
}

function findStarts({ text, tokens, parents }: LexedCode): readonly StatementStart[] {
  const starts: StatementStart[] = [];
  tokens.forEach(({ start }, index) => {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const isFirst = text.slice(lineStart, start).trim() === '';
    if (isFirst && parents[index] === -1 && !/^[)\]}]/.test(text.charAt(start)))
      starts.push({ index, lineStart, indent: start - lineStart });
  });
  return starts;
}

/** A block with its head, by indentation. */
export interface IndentedBlock extends OffsetRange {
  readonly kind: 'def' | 'class';
  /** Index of the token behind `def` or `class`. */
  readonly nameIndex: number;
}

/** The functions and classes that a token stands in the body of, the innermost first. */
export function indentedBlocks(code: LexedCode, index: number): readonly IndentedBlock[] {
  const starts = statementStarts(code);
  let at = starts.findLastIndex((start) => start.index <= index);
  let indent = starts[at]?.indent ?? 0;
  const blocks: IndentedBlock[] = [];
  for (at--; at >= 0 && indent > 0; at--) {
    const start = starts[at];
    if (start === undefined || start.indent >= indent) continue;
    indent = start.indent;
    const block = blockAt(code, starts, at);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

/** The block whose head is the statement that a token stands in. */
export function blockOfHead(code: LexedCode, index: number): IndentedBlock | undefined {
  const starts = statementStarts(code);
  return blockAt(
    code,
    starts,
    starts.findLastIndex((start) => start.index <= index),
  );
}

function blockAt(code: LexedCode, starts: readonly StatementStart[], at: number): IndentedBlock | undefined {
  const head = starts[at];
  if (head === undefined) return undefined;
  const first = code.tokens[head.index]?.text;
  const wordIndex = first === 'async' ? head.index + 1 : head.index;
  const kind = code.tokens[wordIndex]?.text;
  if (kind !== 'def' && kind !== 'class') return undefined;
  const next = starts.find(({ indent }, other) => other > at && indent <= head.indent);
  return { kind, nameIndex: wordIndex + 1, start: head.lineStart, end: next?.lineStart ?? code.text.length };
}
