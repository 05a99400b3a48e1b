import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, type Node, Parser, Query } from 'web-tree-sitter';
import { startTreeSitter } from '../../../src/core/syntax/treeSitterRuntime.ts';
import type { LineRange } from '../../../src/shared/codeFacts.ts';
import type { OffsetRange } from '../../../src/shared/text.ts';
import { declaredTypes, supertypesOf } from './declaredTypes.ts';
import { roleOf, type UseRole } from './roleOf.ts';
import { type DefinitionKind, signatureKeys } from './signatureKeys.ts';
import { type TruthLanguage, truthLanguages } from './truthQueries.ts';

export interface Definition {
  readonly path: string;
  readonly name: string;
  readonly kind: DefinitionKind;
  /** The type that it is a member of. */
  readonly container?: string;
  /** From its first line to the last of its signature. */
  readonly lines: LineRange;
  /** See `signatureKeys`. */
  readonly keys: readonly string[];
  /** `static` in C, `private`, or within something private: no other file can mean it. */
  readonly isPrivate: boolean;
}

export interface Use {
  readonly name: string;
  readonly line: number;
  readonly role: UseRole;
  /** An opening bracket or brace follows. */
  readonly isCalled: boolean;
  /** The name before the dot, where it is a plain one. */
  readonly receiver?: string;
}

/** A file as the truth sees it. */
export interface ParsedSource {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly definitions: readonly Definition[];
  /** All that the file names itself: definitions, parameters, local variables. */
  readonly ownNames: ReadonlySet<string>;
  /** How often each name is bound: as a definition, a parameter, a variable. */
  readonly bindingCounts: ReadonlyMap<string, number>;
  /** Names set as `self.name = ...`, which have no definition but are members all the same. */
  readonly attributes: ReadonlySet<string>;
  readonly uses: readonly Use[];
  /** Texts of the import statements. */
  readonly imports: readonly string[];
  /** Lines within the bodies of functions. */
  readonly bodyLines: ReadonlySet<number>;
  /** Bodies of functions that are in no other one, their braces included. */
  readonly bodies: readonly OffsetRange[];
  /** The one type that the file declares for a variable or parameter of this name. */
  readonly declaredTypes: ReadonlyMap<string, string>;
  /** Names of what a type of the file extends or implements. */
  readonly supertypes: ReadonlyMap<string, readonly string[]>;
}

interface Grammar {
  readonly parser: Parser;
  readonly query: Query;
  readonly rules: TruthLanguage;
}

const grammars = new Map<string, Promise<Grammar | undefined>>();
const require = createRequire(import.meta.url);

/** @returns `undefined` for a language that the truth does not know. */
export async function parseSource(path: string, languageId: string, text: string): Promise<ParsedSource | undefined> {
  const loading = grammars.get(languageId) ?? loadGrammar(languageId);
  grammars.set(languageId, loading);
  const grammar = await loading;
  const tree = grammar?.parser.parse(/^c/.test(languageId) ? withoutMacros(text) : text);
  if (grammar === undefined || tree === null || tree === undefined) return undefined;
  try {
    return read(grammar, path, languageId, text, tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** `GIT_EXTERN(int) name(...)` as `           int  name(...)`: grammars do not know what a macro stands for. */
function withoutMacros(text: string): string {
  return text.replace(/^([A-Z][A-Z0-9_]*\()([\w *]+)\)(?=\s+\**\w+\s*\()/gm, (_, macro: string, type: string) => {
    return `${' '.repeat(macro.length)}${type} `;
  });
}

async function loadGrammar(languageId: string): Promise<Grammar | undefined> {
  const rules = truthLanguages[languageId];
  if (rules === undefined) return undefined;
  await startTreeSitter(() => readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')));
  const language = await Language.load(require.resolve(rules.wasm));
  const parser = new Parser();
  parser.setLanguage(language);
  return { parser, query: new Query(language, rules.query), rules };
}

const definitionKinds: readonly DefinitionKind[] = ['callable', 'type', 'value'];

function read({ query, rules }: Grammar, path: string, languageId: string, text: string, root: Node): ParsedSource {
  const bodies = new Set<number>();
  const hiding = new Set<number>();
  const containers = new Map<number, string>();
  const found = new Map<number, { readonly kind: DefinitionKind; readonly node: Node; readonly match: Captures }>();
  const ownIds = new Set<number>();
  const ownNames = new Set<string>();
  const bindingCounts = new Map<string, number>();
  const attributes = new Set<string>();
  const exported = new Set<number>();
  const imports: Node[] = [];
  const identifiers = new Set([
    ...rules.identifiers,
    'shorthand_property_identifier_pattern',
    'shorthand_field_identifier',
  ]);
  for (const { captures } of query.matches(root)) {
    const match: Captures = new Map(captures.map(({ name, node }) => [name, node]));
    const name = match.get('name');
    for (const kind of definitionKinds) {
      const node = match.get(kind);
      if (node === undefined || name === undefined) continue;
      // The more telling kind has it: a function in a variable is a callable.
      const known = found.get(name.id);
      if (known === undefined || definitionKinds.indexOf(kind) < definitionKinds.indexOf(known.kind))
        found.set(name.id, { kind, node, match });
      if (kind === 'type') containers.set(node.id, name.text);
    }
    const container = match.get('container');
    if (container !== undefined && name !== undefined) containers.set(container.id, name.text);
    for (const capture of captures) {
      if (capture.name === 'body') bodies.add(capture.node.id);
      if (capture.name === 'body' || capture.name === 'local') hiding.add(capture.node.id);
      if (capture.name === 'literal' && !containers.has(capture.node.id)) containers.set(capture.node.id, '');
      if (capture.name === 'exports') exported.add(capture.node.id);
      if (capture.name === 'import') imports.push(capture.node);
      if (capture.name === 'attribute') attributes.add(capture.node.text);
      if (capture.name !== 'binding') continue;
      for (const leaf of boundNames(capture.node, identifiers)) {
        if (!ownIds.has(leaf.id)) bindingCounts.set(leaf.text, (bindingCounts.get(leaf.text) ?? 0) + 1);
        ownIds.add(leaf.id);
        if (capture.node.type !== 'match_pattern' || /^[a-z_]/.test(leaf.text)) ownNames.add(leaf.text);
      }
    }
  }
  for (const id of exported) containers.delete(id);
  const definitions: Definition[] = [];
  for (const [id, { kind, node, match }] of found) {
    const name = match.get('name') as Node;
    ownIds.add(id);
    ownNames.add(name.text);
    const { isHidden, container, isPrivate } = surroundings(node, hiding, containers);
    const receiver = match.get('receiver');
    const member = receiver === undefined ? container : /(\w+)(?:\[[^\]]*\]|<.*>)?\)?$/.exec(receiver.text)?.[1];
    if (isHidden) continue;
    const params = match.get('params');
    definitions.push({
      path,
      name: name.text,
      kind,
      ...(member !== undefined && { container: member }),
      lines: { start: startOf(node, name), end: (params ?? name).endPosition.row + 1 },
      keys: signatureKeys(kind, node, name, params),
      isPrivate: isPrivate || (/^c/.test(languageId) && !/\.h\w*$/.test(path) && /^static\b/.test(node.text)),
    });
  }
  const {
    uses,
    bodyLines,
    bodies: outer,
  } = readLeaves(root, text, identifiers, bodies, ownIds, new Set(imports.map(({ id }) => id)));
  return {
    path,
    languageId,
    text,
    definitions,
    ownNames,
    bindingCounts,
    attributes,
    uses,
    imports: imports.map((node) => node.text),
    bodyLines,
    bodies: outer,
    declaredTypes: declaredTypes(root),
    supertypes: supertypesOf(root, containers),
  };
}

type Captures = ReadonlyMap<string, Node>;

/** Without decorators and comments above. */
function startOf(node: Node, name: Node): number {
  const decorated = /decorator|annotation|modifiers|attribute/;
  const first = node.children.find((child) => child !== null && !decorated.test(child.type));
  return Math.min(first?.startPosition.row ?? node.startPosition.row, name.startPosition.row);
}

function surroundings(node: Node, hiding: ReadonlySet<number>, containers: ReadonlyMap<number, string>) {
  let container: string | undefined;
  let isPrivate = saysPrivate(node);
  for (let above = node.parent; above !== null; above = above.parent) {
    if (hiding.has(above.id)) return { isHidden: true, container, isPrivate };
    const name = containers.get(above.id);
    if (name !== undefined) isPrivate ||= saysPrivate(above);
    // A literal in a literal belongs to what the outer one has a name from.
    if (container === undefined || container === '') container = name ?? container;
  }
  return { isHidden: false, container, isPrivate };
}

/** Among the words in front of it. */
function saysPrivate(node: Node): boolean {
  return /^(?:@\S+\s+)*(?:\w+\s+)*?private\b(?!\[|\s*\()/.test(node.text.slice(0, 200));
}

/** Names in a pattern, without those of types, default values and keys in it. */
function boundNames(node: Node, types: ReadonlySet<string>): readonly Node[] {
  if (node.childCount === 0) return types.has(node.type) ? [node] : [];
  return node.children.flatMap((child, index) =>
    child === null || notBound.has(node.fieldNameForChild(index) ?? '') ? [] : boundNames(child, types),
  );
}

const notBound: ReadonlySet<string> = new Set(
  'value default_value right type parameters return_type bounds size arguments default_type key condition'.split(' '),
);

function readLeaves(
  root: Node,
  text: string,
  identifiers: ReadonlySet<string>,
  bodies: ReadonlySet<number>,
  ownIds: ReadonlySet<number>,
  importIds: ReadonlySet<number>,
): Pick<ParsedSource, 'uses' | 'bodyLines' | 'bodies'> {
  const uses: Use[] = [];
  const bodyLines = new Set<number>();
  const outer: OffsetRange[] = [];
  const visit = (node: Node, isInBody: boolean): void => {
    if (importIds.has(node.id) || /comment/.test(node.type)) return;
    if (node.childCount === 0) {
      if (isInBody && /\w/.test(node.text)) bodyLines.add(node.startPosition.row);
      if (!identifiers.has(node.type) || ownIds.has(node.id)) return;
      const role = roleOf(node);
      if (role !== undefined) {
        const isCalled = /^(?:<[^()\n]*>)?[ \t]*[({]/.test(text.slice(node.endIndex, node.endIndex + 80));
        uses.push({ name: node.text, line: node.startPosition.row, isCalled, ...role });
      }
      return;
    }
    const isBody = isInBody || bodies.has(node.id);
    if (isBody && !isInBody) outer.push({ start: node.startIndex, end: node.endIndex });
    for (const child of node.children) if (child !== null) visit(child, isBody);
  };
  visit(root, false);
  return { uses, bodyLines, bodies: outer };
}
