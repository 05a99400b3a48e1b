import type { Node } from 'web-tree-sitter';
import { edited, partsOf, replaced, type SourceEdit, within } from './sourceEdits.ts';

/** A function of JavaScript or TypeScript, as it stands in its file. */
export interface ScriptSource {
  readonly text: string;
  readonly node: Node;
  readonly body: Node;
  /** White space that the function begins with. */
  readonly level: string;
}

/** Right refactorings of a function, by row; none where there is nothing to do. */
export function perfectJavaScript(source: ScriptSource): Readonly<Record<string, string>> {
  const helper = withHelper(source);
  const all: Readonly<Record<string, string | undefined>> = {
    addDocumentation: documented(source),
    translateComments: translated(source),
    extractVariable: withVariable(source),
    extractFunction: helper,
    splitFunction: helper,
    addErrorHandling: withNote(source),
    simplify: simplified(source),
    loopToPipeline: withPipeline(source),
  };
  return Object.fromEntries(Object.entries(all).flatMap(([row, text]) => (text === undefined ? [] : [[row, text]])));
}

/** The first statement, where it stands on a line of its own. */
function firstStatement({ text, body }: ScriptSource): Node | undefined {
  const [first] = partsOf(body);
  return first !== undefined && isLine(text, first.startIndex) ? first : undefined;
}

function isLine(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

function indentAt(text: string, start: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1))?.[0] ?? '';
}

function documented(source: ScriptSource): string | undefined {
  const first = firstStatement(source);
  if (first === undefined) return undefined;
  const at = first.startIndex;
  const comment = `// Works for every input that is described above.\n${indentAt(source.text, at)}`;
  return edited(source.text, [{ start: at, end: at, text: comment }]);
}

/** Those that a tool obeys stay. */
function translated({ text, body }: ScriptSource): string | undefined {
  const comments = [...within(body)].filter(
    ({ type, text: said }) => type === 'comment' && !/eslint|istanbul|c8 |@|#|global|prettier/.test(said),
  );
  if (comments.length === 0) return undefined;
  return edited(
    text,
    comments.map((comment) => replaced(comment, comment.text.startsWith('//') ? '// Anmerkung' : '/* Anmerkung */')),
  );
}

/** The last value that is returned gets a name. */
function withVariable({ text, body }: ScriptSource): string | undefined {
  if (/\banswer\b/.test(text)) return undefined;
  const returns = [...within(body)].filter(
    ({ type, parent, startIndex, endIndex }) =>
      type === 'return_statement' &&
      parent?.type === 'statement_block' &&
      isLine(text, startIndex) &&
      /^[ \t]*(?:\n|$)/.test(text.slice(endIndex)),
  );
  const last = returns.at(-1);
  const [value] = last === undefined ? [] : partsOf(last);
  if (last === undefined || value === undefined || isPlain(value) || value.text.includes('\n')) return undefined;
  const end = last.text.endsWith(';') ? ';' : '';
  const indent = indentAt(text, last.startIndex);
  return edited(text, [replaced(last, `const answer = ${value.text}${end}\n${indent}return answer${end}`)]);
}

function isPlain({ type }: Node): boolean {
  return /^(?:identifier|this|string|number|true|false|null|undefined|sequence_expression)$/.test(type);
}

/** The body of a function that needs nothing of its own becomes one beside it. */
function withHelper({ text, node, body, level }: ScriptSource): string | undefined {
  const inside = text.slice(body.startIndex + 1, body.endIndex - 1);
  const parameters = partsOf(node.childForFieldName('parameters')).map((one) => one.text);
  const name = node.childForFieldName('name')?.text ?? '';
  if (node.type !== 'function_declaration' || !parameters.every((one) => /^[\w$]+$/.test(one))) return undefined;
  if (new RegExp(`\\b(?:this|arguments|super|yield|await|steps|new\\.target|${name})\\b`).test(inside))
    return undefined;
  if (/\basync\b/.test(text.slice(node.startIndex, body.startIndex)) || !inside.includes('\n')) return undefined;
  const call = `steps(${parameters.join(', ')})`;
  const end = /;\s*$/.test(inside) ? ';' : '';
  const helper = `${level}function steps (${parameters.join(', ')}) {${inside}}\n\n`;
  const own = edited(text, [
    { start: body.startIndex, end: body.endIndex, text: `{\n${level}  return ${call}${end}\n${level}}` },
  ]);
  return edited(own, [{ start: node.startIndex, end: node.startIndex, text: helper.trimStart() + level }]);
}

/** An error of a wrong type says where it comes from. */
function withNote({ text, node, body }: ScriptSource): string | undefined {
  const name = node.childForFieldName('name')?.text ?? 'it';
  const inside = text.slice(body.startIndex + 1, body.endIndex - 1).replace(/\s+$/, '');
  // A text over several lines would change with its indentation; what looks through the block does not see it any more.
  if (!inside.startsWith('\n') || inside.includes('`') || /\bsuper\s*\(/.test(inside)) return undefined;
  const [first] = partsOf(body);
  if (first === undefined) return undefined;
  const indent = indentAt(text, first.startIndex);
  const moved = inside.replaceAll(/\n(?=[^\n])/g, '\n  ');
  const end = /;\s*$/.test(inside) ? ';' : '';
  const note = [
    `} catch (error) {`,
    `  if (error instanceof TypeError && error.cause === undefined) error.cause = '${name} was given something else'${end}`,
    `  throw error${end}`,
    '}',
  ];
  const close = indentAt(text, body.endIndex - 1);
  const whole = `{\n${indent}try {${moved}\n${note.map((line) => indent + line).join('\n')}\n${close}}`;
  return edited(text, [replaced(body, whole)]);
}

/** `const x = E; return x` is `return E`; `if (c) { return a }` and `return b` are one. */
function simplified({ text, body }: ScriptSource): string | undefined {
  const edits: SourceEdit[] = [];
  for (const block of within(body)) {
    if (block.type !== 'statement_block') continue;
    const [first, last] = (block.namedChildren.filter((one) => one !== null) as Node[]).slice(-2);
    const [value] = last?.type === 'return_statement' ? partsOf(last) : [];
    if (first === undefined || last === undefined || value === undefined) continue;
    const by = joined(text, first, value);
    if (by !== undefined)
      edits.push({ start: first.startIndex, end: last.endIndex, text: by + (last.text.endsWith(';') ? ';' : '') });
  }
  // One within another would be changed twice.
  const [chosen] = edits;
  return chosen === undefined ? undefined : edited(text, [chosen]);
}

function joined(text: string, first: Node, value: Node): string | undefined {
  if (first.type === 'lexical_declaration' && first.namedChildCount === 1 && value.type === 'identifier') {
    const [declarator] = partsOf(first);
    const made = declarator?.childForFieldName('value');
    const uses = text.match(new RegExp(`(?<![\\w$])${value.text.replaceAll('$', '\\$')}(?![\\w$])`, 'g')) ?? [];
    if (declarator?.childForFieldName('name')?.text !== value.text || !made || uses.length !== 2) return undefined;
    return `return ${made.text}`;
  }
  if (first.type !== 'if_statement' || first.childForFieldName('alternative') !== null) return undefined;
  const [condition] = partsOf(first.childForFieldName('condition'));
  const branch = first.childForFieldName('consequence');
  const [only, more] = branch?.type === 'statement_block' ? (branch.namedChildren as Node[]) : [branch];
  const [other] = only?.type === 'return_statement' ? partsOf(only) : [];
  if (condition === undefined || other === undefined || more !== undefined) return undefined;
  if ([condition, other, value].some(({ type }) => /^(?:sequence|assignment|arrow|ternary|yield)/.test(type)))
    return undefined;
  return `return ${condition.text} ? ${other.text} : ${value.text}`;
}

/** `for (const x of xs) list.push(e)`. */
function withPipeline({ text, body }: ScriptSource): string | undefined {
  for (const loop of within(body)) {
    if (loop.type !== 'for_in_statement' || loop.childForFieldName('operator')?.text !== 'of') continue;
    const [item, items] = [loop.childForFieldName('left'), loop.childForFieldName('right')];
    const block = loop.childForFieldName('body');
    const [only, more] = block?.type === 'statement_block' ? (block.namedChildren as Node[]) : [block];
    const call = only?.type === 'expression_statement' && more === undefined ? only.namedChild(0) : null;
    const pushed = partsOf(call?.childForFieldName('arguments') ?? null);
    const [, list] = /^([\w$]+)\.push$/.exec(call?.childForFieldName('function')?.text ?? '') ?? [];
    const [value] = pushed;
    if (!item || !items || !list || !value || pushed.length !== 1 || /\b(?:await|yield)\b/.test(value.text)) continue;
    if (new RegExp(`\\b${list}\\b`).test(value.text + items.text)) continue;
    const end = only?.text.endsWith(';') ? ';' : '';
    return edited(text, [
      replaced(loop, `${list}.push(...Array.from(${items.text}, (${item.text}) => ${value.text}))${end}`),
    ]);
  }
  return undefined;
}
