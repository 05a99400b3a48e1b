import type { Node } from 'web-tree-sitter';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { ToolError } from '../../../tools/toolError.ts';
import { grammars, never } from './functionsOf.ts';
import { mistaken, mistakes } from './javaScriptMistakes.ts';
import { perfectJavaScript, type ScriptSource } from './perfectJavaScript.ts';
import type { AttackAnswer, ScriptedAnswers, ScriptedFunction } from './scriptedFunction.ts';
import { partsOf, within } from './sourceEdits.ts';

/** Rows of which there are wrong answers: those of Python that JavaScript has. */
const rows = [
  ...['addDocumentation', 'translateComments', 'extractVariable', 'extractFunction', 'splitFunction'],
  ...['addErrorHandling', 'simplify', 'loopToPipeline', 'pipelineToLoop'],
];

/** Answers that are made from the syntax tree, in the way of `scriptedAnswers.py`. */
export async function javaScriptAnswers({
  languageId,
  code,
  entry,
  scope,
}: ScriptedFunction): Promise<ScriptedAnswers> {
  const text = code.slice(scope.start, scope.end).trimEnd();
  const own = await onFunction(languageId, text, entry, (source) => ({
    perfect: mapValues(perfectJavaScript(source), unwrapped),
    emptied: unwrapped(emptied(source)),
    begun: unwrapped(begun(source) ?? ''),
  }));
  if (own === undefined) throw new ToolError(`There is no function ${entry} in \`${text.slice(0, 80)}\`.`);
  const attacks: AttackAnswer[] = [];
  const withMistakes = new Map<string, readonly (readonly [string, string])[]>();
  for (const row of rows) {
    const base = own.perfect[row] ?? text;
    const found = withMistakes.get(base) ?? (await allMistakes(languageId, base, entry));
    withMistakes.set(base, found);
    const coarse = coarseAnswers(base, own.emptied, own.begun, entry, code.slice(0, scope.start));
    for (const [name, answer] of [...coarse, ...found]) attacks.push({ row, name, answer });
  }
  const broken = await allMistakes(languageId, text, entry);
  return { perfect: own.perfect, attacks, broken: [own.emptied, ...broken.map(([, answer]) => answer)] };
}

async function allMistakes(
  languageId: string,
  text: string,
  entry: string,
): Promise<readonly (readonly [name: string, answer: string])[]> {
  const found = await onFunction(languageId, text, entry, ({ node, text: whole }) =>
    Object.entries(mistakes).flatMap(([name, mistake]) => {
      // A helper stands in front of the function, and has what was moved.
      const answer = mistaken(whole, node.tree.rootNode, mistake);
      return answer === undefined ? [] : [[name, unwrapped(answer)] as const];
    }),
  );
  return found ?? [];
}

/** What careless models do. */
function* coarseAnswers(
  answer: string,
  empty: string,
  first: string,
  entry: string,
  above: string,
): Generator<readonly [name: string, answer: string]> {
  yield ['renames the export', answer.replace(new RegExp(`\\b${entry}\\b`, 'g'), `${entry}New`)];
  yield ['empties the body', empty];
  yield ['breaks syntax', answer.replace('{', '')];
  if (first !== '') yield ['leaves code out', first];
  yield ['stops early', answer.slice(0, answer.lastIndexOf('\n'))];
  const lines = above.split('\n');
  const at = lines.findLastIndex((line) => /^(?!\s*[/*]).*(?:\bfunction\b|=> \{$|^\s+\w+ ?\(.*\{$)/.test(line));
  if (at !== -1 && at < lines.length - 1) {
    const other = lines.slice(at).map((line) => line.replace(/^(\s+)return .*$/, '$1return null'));
    yield ['changes what is above', `${other.join('\n')}${answer}`];
  }
}

function emptied({ text, body }: ScriptSource): string {
  return `${text.slice(0, body.startIndex)}{}${text.slice(body.endIndex)}`;
}

/** The first statement of several, and a promise. */
function begun({ text, body, level }: ScriptSource): string | undefined {
  const [first, second] = partsOf(body);
  if (first === undefined || second === undefined) return undefined;
  return `${text.slice(0, first.endIndex)}\n${level}  // ... rest of the code\n${level}${text.slice(body.endIndex - 1)}`;
}

const wrapping = 'class A {\n';
const unwrapping = '\n}';

function unwrapped(text: string): string {
  return text.startsWith(wrapping) ? text.slice(wrapping.length, -unwrapping.length) : text;
}

function mapValues<Value>(values: Readonly<Record<string, Value>>, by: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, by(value)]));
}

/** A method alone is no program. */
async function onFunction<Result>(
  languageId: string,
  text: string,
  entry: string,
  use: (source: ScriptSource) => Result,
): Promise<Result | undefined> {
  const grammar = await grammars.load(languageId);
  if (grammar === undefined) return undefined;
  for (const whole of [text, `${wrapping}${text}${unwrapping}`]) {
    const found = withTree(grammar, whole, never, ({ rootNode }) => {
      const node = rootNode.hasError ? undefined : functionNode(rootNode, entry);
      const body = node?.childForFieldName('body');
      if (node === undefined || body?.type !== 'statement_block') return undefined;
      return use({ text: whole, node, body, level: /^[ \t]*/.exec(text)?.[0] ?? '' });
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** By its own name, or that of what it is given to. */
function functionNode(root: Node, entry: string): Node | undefined {
  for (const node of within(root)) {
    if (!/^(?:function_declaration|function_expression|arrow_function|method_definition)$/.test(node.type)) continue;
    const { parent } = node;
    const left = parent?.childForFieldName('left');
    const names = [
      node.childForFieldName('name'),
      parent?.childForFieldName('name'),
      parent?.childForFieldName('key'),
      left?.childForFieldName('property') ?? left,
    ];
    if (names.some((name) => name?.text === entry)) return node;
  }
  return undefined;
}
