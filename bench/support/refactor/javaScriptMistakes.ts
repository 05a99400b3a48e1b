import type { Node } from 'web-tree-sitter';
import { edited, partsOf, replaced, type SourceEdit, within } from './sourceEdits.ts';

/** What is changed of a node; `undefined`: it has nothing to be mistaken in. */
type Mistake = (node: Node) => readonly SourceEdit[] | undefined;

const turned: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
  '===': '!==',
  '!==': '===',
};
const logic: Readonly<Record<string, string>> = { '&&': '||', '||': '&&' };

/** Mistakes in code of JavaScript: each changes the first node that it can change. Those of Python have the same names. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'drops a branch': (node) =>
    node.type === 'if_statement' && node.parent?.type !== 'else_clause'
      ? [replaced(node, partsOf(node.childForFieldName('alternative'))[0]?.text ?? ';')]
      : undefined,
  'turns a comparison': (node) => operatorEdit(node, turned),
  'is off by one': (node) =>
    node.type === 'number' && /^\d+$/.test(node.text) ? [replaced(node, String(Number(node.text) + 1))] : undefined,
  'swaps operands': (node) => {
    const { left, operator, right } = operandsOf(node);
    return left && right && /^[-/%]$/.test(operator?.text ?? '') && left.text !== right.text
      ? [replaced(left, right.text), replaced(right, left.text)]
      : undefined;
  },
  'swaps and, or': (node) => operatorEdit(node, logic),
  'returns early': (node) =>
    loop.test(node.type) && node.parent?.type === 'statement_block'
      ? [{ start: node.endIndex, end: node.endIndex, text: '\nreturn null' }]
      : undefined,
  'drops a statement (held out)': (node) =>
    node.type === 'expression_statement' && node.namedChild(0)?.type !== 'string' ? [replaced(node, ';')] : undefined,
  'uses another name (held out)': (node) => {
    const { left, right } = operandsOf(node);
    return left?.type === 'identifier' && right?.type === 'identifier' ? [replaced(right, left.text)] : undefined;
  },
  'denies a condition (held out)': (node) => {
    const condition = /^(?:if|while)_statement$/.test(node.type) ? node.childForFieldName('condition') : null;
    const [test] = partsOf(condition);
    if (condition === null || test === undefined || turned[operandsOf(test).operator?.text ?? ''] !== undefined)
      return undefined;
    return [replaced(condition, `(!${condition.text})`)];
  },
  'swaps statements (held out)': (node) => {
    const [first, second] = loop.test(node.type) ? partsOf(node.childForFieldName('body')) : [];
    return first && second && node.childForFieldName('body')?.type === 'statement_block'
      ? [replaced(first, second.text), replaced(second, first.text)]
      : undefined;
  },
  'moves a statement out (held out)': (node) => {
    const branch = node.type === 'if_statement' ? node.childForFieldName('consequence') : null;
    const last = partsOf(branch).at(-1);
    if (branch?.type !== 'statement_block' || last === undefined || partsOf(branch).length < 2) return undefined;
    return [replaced(last, ''), { start: node.endIndex, end: node.endIndex, text: `\n${last.text}` }];
  },
  'swaps arguments (held out)': (node) => {
    const [first, second] = argumentsOf(node);
    return first && second && first.text !== second.text
      ? [replaced(first, second.text), replaced(second, first.text)]
      : undefined;
  },
  'drops an argument (held out)': (node) => {
    const [before, last] = argumentsOf(node).slice(-2);
    return before && last ? [{ start: before.endIndex, end: last.endIndex, text: '' }] : undefined;
  },
};

/** @returns `undefined` where there is nothing to be mistaken in. */
export function mistaken(text: string, root: Node, mistake: Mistake): string | undefined {
  for (const node of within(root)) {
    const edits = mistake(node);
    if (edits !== undefined) return edited(text, edits);
  }
  return undefined;
}

const loop = /^(?:for|for_in|while)_statement$/;

function operandsOf(node: Node) {
  const isBinary = node.type === 'binary_expression';
  const [left, operator, right] = ['left', 'operator', 'right'].map((name) =>
    isBinary ? node.childForFieldName(name) : null,
  );
  return { left, operator, right };
}

function operatorEdit(node: Node, others: Readonly<Record<string, string>>): readonly SourceEdit[] | undefined {
  const { operator } = operandsOf(node);
  const other = others[operator?.text ?? ''];
  return operator && other !== undefined ? [replaced(operator, other)] : undefined;
}

function argumentsOf(node: Node): readonly Node[] {
  const list = node.type === 'call_expression' ? node.childForFieldName('arguments') : null;
  return list?.type === 'arguments' ? partsOf(list) : [];
}
