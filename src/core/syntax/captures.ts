/** What the queries of a language find in a tree: their captures, sorted into what they mean. */
import type { Tree } from 'web-tree-sitter';
import type { SymbolKind } from '../../shared/codeFacts.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { FoundCapture, FoundNode } from './factsQuery.ts';
import type { Grammar } from './grammars.ts';
import type { ShouldStop } from './parse.ts';

/** A definition as a pattern finds it (see `syntaxes/README.md` for the captures). */
export interface CapturedDefinition {
  readonly kind: SymbolKind;
  readonly name: string;
  readonly nameStart: number;
  /** The whole definition. */
  readonly node: FoundNode;
  /** The part of the definition that is this symbol's own: one of several declarators. */
  readonly part?: FoundNode;
  /** What the name is set to. */
  readonly value?: FoundNode;
  /** Where the signature ends, if not at the body. */
  readonly cut?: FoundNode;
  /** Names the container, where that is not around the definition. */
  readonly container?: string;
  /** It is a member even within a function: `self.name = ...`. */
  readonly isMember: boolean;
  /** Said by what is around it: Ruby's `private`, the parameters of a record. */
  readonly visibility?: 'public' | 'private';
  readonly patternIndex: number;
}

/** Something that is no symbol itself, but has members: Rust's `impl`. */
export interface CapturedScope extends OffsetRange {
  readonly name: string;
  readonly areMembersPublic: boolean;
}

export interface CapturedBody extends OffsetRange {
  readonly isFunction: boolean;
}

export interface CapturedImport extends OffsetRange {
  readonly isReexport: boolean;
}

/** See `syntaxes/README.md`. */
export type ImportRole =
  | 'module'
  | 'name'
  | 'alias'
  | 'all'
  | 'namespace'
  | 'default'
  | 'whole'
  | 'path'
  | 'qualified'
  | 'submodule'
  | 'exports'
  | 'tree';

export interface ImportPart {
  readonly role: ImportRole;
  readonly start: number;
  readonly text: string;
}

export interface Captures {
  readonly definitions: readonly CapturedDefinition[];
  readonly scopes: readonly CapturedScope[];
  /** By the identity of the node that has the body. */
  readonly bodyOf: ReadonlyMap<number, CapturedBody>;
  /** By the identity of the definition in it: `export`, decorators. */
  readonly wrapperOf: ReadonlyMap<number, FoundNode>;
  /** Identifiers, those of definitions included. */
  readonly references: readonly FoundNode[];
  /** Where identifiers stand that are bound there: parameters, local variables. */
  readonly locals: readonly number[];
  readonly exportedNames: ReadonlySet<string>;
  readonly comments: readonly OffsetRange[];
  /** Rust's `#[...]` and what else stands above a definition and belongs to it. */
  readonly attributes: readonly OffsetRange[];
  readonly decorators: readonly OffsetRange[];
  readonly imports: readonly CapturedImport[];
  readonly importParts: readonly ImportPart[];
  readonly package?: string;
}

/**
 * @param within only what touches this range: of a long document what is near the cursor takes a fraction of the time.
 * @returns `undefined` where `shouldStop` has said so.
 */
export function findCaptures(
  grammar: Grammar,
  tree: Tree,
  text: string,
  shouldStop: ShouldStop,
  within: OffsetRange = { start: 0, end: text.length },
): Captures | undefined {
  let stopped = false;
  const progressCallback = (): boolean => {
    stopped ||= shouldStop();
    return stopped;
  };
  const matches = grammar.facts.matches(tree.rootNode, {
    progressCallback,
    startIndex: within.start,
    endIndex: within.end,
  });
  if (stopped) return undefined;
  const collector = new Collector(text);
  for (const { patternIndex, captures } of matches) {
    const first = captures[0];
    if (first === undefined) continue;
    if (captures.length === 1) collector.addSingle(first);
    else collector.addMatch(captures, patternIndex);
  }
  return collector;
}

class Collector implements Captures {
  readonly definitions: CapturedDefinition[] = [];
  readonly scopes: CapturedScope[] = [];
  readonly bodyOf = new Map<number, CapturedBody>();
  readonly wrapperOf = new Map<number, FoundNode>();
  readonly references: FoundNode[] = [];
  readonly locals: number[] = [];
  readonly exportedNames = new Set<string>();
  readonly comments: OffsetRange[] = [];
  readonly attributes: OffsetRange[] = [];
  readonly decorators: OffsetRange[] = [];
  readonly imports: CapturedImport[] = [];
  readonly importParts: ImportPart[] = [];
  package?: string;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  addSingle({ name, node }: FoundCapture): void {
    switch (name) {
      case 'reference':
        this.references.push(node);
        break;
      case 'local':
        this.locals.push(node.startIndex);
        break;
      case 'comment':
        this.comments.push(rangeOf(node));
        break;
      case 'attribute':
        this.attributes.push(rangeOf(node));
        break;
      case 'decorator':
        this.decorators.push(rangeOf(node));
        break;
      case 'exported':
        this.exportedNames.add(this.#textOf(node));
        break;
      case 'package':
        this.package = this.#textOf(node);
        break;
      default:
        this.#addImportCapture(name, node);
    }
  }

  addMatch(captures: readonly FoundCapture[], patternIndex: number): void {
    const roles: Record<string, FoundNode> = {};
    let kind: string | undefined;
    for (const { name, node } of captures) {
      if (name.startsWith('definition.') || name.startsWith('member.')) {
        kind = name;
        roles['definition'] = node;
      } else if (name.startsWith('import')) this.#addImportCapture(name, node);
      else if (name === 'exported') this.exportedNames.add(this.#textOf(node));
      else roles[name] = node;
    }
    if (kind !== undefined) this.#addDefinition(kind, roles, patternIndex);
    else if (roles['body'] !== undefined) this.#addBody(roles['body'], roles);
    else if (roles['wrapper'] !== undefined && roles['wrapped'] !== undefined) {
      this.wrapperOf.set(roles['wrapped'].id, roles['wrapper']);
    } else this.#addScope(roles);
  }

  #addDefinition(capture: string, roles: Readonly<Record<string, FoundNode>>, patternIndex: number): void {
    const { definition: node, name, part, value, cut, container } = roles;
    // The parser makes up an empty name where one is missing.
    if (node === undefined || name === undefined || name.startIndex === name.endIndex) return;
    this.definitions.push({
      kind: capture.slice(capture.indexOf('.') + 1) as SymbolKind,
      name: roles['default'] === undefined ? withoutQuotes(this.#textOf(name)) : 'default',
      nameStart: name.startIndex,
      node,
      isMember: capture.startsWith('member.'),
      patternIndex,
      ...(part !== undefined && { part }),
      ...(value !== undefined && { value }),
      ...(cut !== undefined && { cut }),
      ...(roles['public'] !== undefined && { visibility: 'public' }),
      ...(roles['private'] !== undefined && { visibility: 'private' }),
      ...(container !== undefined && { container: this.#textOf(container) }),
    });
  }

  #addBody(body: FoundNode, roles: Readonly<Record<string, FoundNode>>): void {
    const owner = roles['function'] ?? roles['class'];
    if (owner === undefined) return;
    this.bodyOf.set(owner.id, { ...rangeOf(body), isFunction: roles['function'] !== undefined });
  }

  #addScope(roles: Readonly<Record<string, FoundNode>>): void {
    const scope = roles['scope'] ?? roles['scope.public'];
    const name = roles['name'];
    if (scope === undefined || name === undefined) return;
    const areMembersPublic = roles['scope.public'] !== undefined;
    this.scopes.push({ ...rangeOf(scope), name: this.#textOf(name), areMembersPublic });
  }

  #addImportCapture(name: string, node: FoundNode): void {
    if (name === 'import' || name === 'import.reexport') {
      this.imports.push({ ...rangeOf(node), isReexport: name === 'import.reexport' });
    } else if (name.startsWith('import.')) {
      const role = name.slice('import.'.length) as ImportRole;
      this.importParts.push({ role, start: node.startIndex, text: this.#textOf(node) });
    }
  }

  #textOf(node: FoundNode): string {
    return this.#text.slice(node.startIndex, node.endIndex);
  }
}

function rangeOf(node: FoundNode): OffsetRange {
  return { start: node.startIndex, end: node.endIndex };
}

/** A member may be named by a string, or by a symbol of Ruby. */
function withoutQuotes(name: string): string {
  return /^(["']).*\1$/s.test(name) ? name.slice(1, -1) : name.replace(/^:/, '');
}
