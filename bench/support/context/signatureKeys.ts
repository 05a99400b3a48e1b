import type { Node } from 'web-tree-sitter';
import { normalised } from './normalised.ts';

export type DefinitionKind = 'callable' | 'type' | 'value';

/**
 * What a text must have to show the signature of a definition, {@link normalised}; any one is enough.
 *
 * - callable: name and parameter list, with or without the parameters' default values;
 * - type: the keyword in front of its name, and the name;
 * - value: its name and type, or how its value begins, or the name alone where it has neither.
 */
export function signatureKeys(
  kind: DefinitionKind,
  node: Node,
  name: Node,
  params: Node | undefined,
): readonly string[] {
  if (kind === 'callable' && params !== undefined) {
    const source = node.tree.rootNode.text;
    const full = { start: name.startIndex, end: params.endIndex };
    const comments = rangesIn(params, (child) =>
      child.type.includes('comment') ? [child.startIndex, child.endIndex] : undefined,
    );
    const defaults = rangesIn(params, defaultValue);
    return [...new Set([comments, [...comments, ...defaults]].map((cuts) => normalised(without(source, full, cuts))))];
  }
  if (kind === 'type') {
    const before = name.previousSibling?.text ?? '';
    return [normalised(/^[\w ]+$/.test(before) ? `${before} ${name.text}` : headLine(node, name))];
  }
  return valueKeys(node, name);
}

type Cut = readonly [start: number, end: number];

function rangesIn(node: Node, cutOf: (node: Node) => Cut | undefined): readonly Cut[] {
  const cut = cutOf(node);
  if (cut !== undefined) return [cut];
  return node.children.flatMap((child) => (child === null ? [] : rangesIn(child, cutOf)));
}

/** From the equals sign to the value's end. */
function defaultValue(node: Node): Cut | undefined {
  // `Iterator<Item = T>` is a type.
  if (node.type !== '=' || node.parent?.type === 'type_binding') return undefined;
  const value = node.nextSibling;
  return value === null ? undefined : [node.startIndex, value.endIndex];
}

function without(source: string, { start, end }: { start: number; end: number }, cuts: readonly Cut[]): string {
  let text = '';
  let at = start;
  for (const [from, to] of [...cuts].sort((a, b) => a[0] - b[0])) {
    if (from < at) continue;
    text += source.slice(at, from);
    at = to;
  }
  return text + source.slice(at, end);
}

/** `Name struct` of Go, whose keyword stands behind the name. */
function headLine(node: Node, name: Node): string {
  const text = node.text.slice(name.startIndex - node.startIndex);
  return /^[\w$]+(?:\[[^\]]*\])?\s+(?:struct|interface)\b|^[^\n{]*/.exec(text)?.[0] ?? name.text;
}

/** Of the value, at most. */
const valueCharacters = 24;

function valueKeys(node: Node, name: Node): readonly string[] {
  const lineBehind = node.text.slice(name.endIndex - node.startIndex).split('\n', 1)[0] ?? '';
  // Preprocessors take what is behind a value for a part of it.
  const behind = lineBehind.replace(/\s*\/\*.*?(?:\*\/|$)|\s\/\/.*$/g, '');
  const type = node.childForFieldName('type') ?? name.parent?.childForFieldName('type') ?? null;
  const typeText = type === null || type.childForFieldName('body') !== null ? '' : type.text;
  const isTypeFirst = type !== null && type.startIndex < name.startIndex;
  if (isTypeFirst && typeText !== '') return [normalised(`${typeText} ${declaratorUpTo(node, name)}`)];
  if (typeText !== '') {
    const gap = /^\s*[?!]?\s*:?\s*/.exec(behind)?.[0] ?? '';
    return [normalised(`${name.text}${typeText.startsWith(':') ? gap.replace(/:.*/, '') : gap}${typeText}`)];
  }
  // Kotlin's type has no field of its own.
  const typed = /^\s*:\s*[\w.<>?, *]+(?==|\bby\b)/.exec(behind)?.[0];
  if (typed !== undefined) return [normalised(`${name.text}${typed}`)];
  const line = behind.replace(/[;,]?\s*$/, '');
  // A value in brackets, a function, and what goes on in further lines are bodies.
  const isBody = /=\s*(?:[[{(]|async\b|function\b|lambda\b|class\b)/.test(line) || /[[({<=]$/.test(line);
  return [normalised(isBody ? name.text : beginning(`${name.text}${line}`, name.text.length + valueCharacters))];
}

/** At most so many characters, without a word that is cut. */
function beginning(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return text.slice(0, characters).replace(/[\w$]+$/, '');
}

/** `*name` of `int other, *name`. */
function declaratorUpTo(node: Node, name: Node): string {
  let declarator = name;
  while (declarator.parent !== null && declarator.parent.id !== node.id) declarator = declarator.parent;
  return node.text.slice(declarator.startIndex - node.startIndex, name.endIndex - node.startIndex);
}
