import type { CodeSymbol, SymbolKind } from '../../shared/codeFacts.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { CapturedBody, CapturedDefinition, Captures } from './captures.ts';
import type { DocLines } from './docLines.ts';
import { isExported } from './exportRules.ts';
import type { FoundNode } from './factsQuery.ts';
import type { LineStarts } from './lineStarts.ts';
import { rangesWithin, signatureHead, signatureOf } from './signature.ts';

/** What a definition may be inside of and then belongs to. A variable counts where it holds an object with methods. */
const containerKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  'class',
  'interface',
  'type',
  'enum',
  'module',
  'constant',
  'variable',
]);

/** Functions and variables in one of these are its methods and fields. */
const typeKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['class', 'interface', 'enum', 'type']);

interface Container extends OffsetRange {
  readonly name: string;
  /** Absent: it is no symbol itself (`impl`). */
  readonly kind?: SymbolKind;
  readonly isExported: boolean;
  /** In a function: neither it nor what is in it is a symbol. */
  readonly isLocal: boolean;
}

/** The definitions of a file in the order in which they stand there, without those local to a function. */
export function findSymbols(
  languageId: string,
  text: string,
  lines: LineStarts,
  docLines: DocLines,
  captures: Captures,
): readonly CodeSymbol[] {
  const holes = [...captures.comments, ...captures.decorators.filter((range) => isLong(text, range))].sort(byStart);
  const parents = new Parents(captures);
  const isLocal = insideTest([...captures.bodyOf.values()].filter(({ isFunction }) => isFunction));
  // `const fs = require('fs')` defines nothing: it imports.
  const isImported = insideTest(captures.imports);
  const seen = new Set<string>();
  /** Where the first of several declarators begins, by the declaration. */
  const firstParts = new Map<number, number>();
  const symbols: CodeSymbol[] = [];
  for (const definition of uniqueDefinitions(captures.definitions)) {
    const { name, node, part } = definition;
    const own = rangeOf(part ?? node);
    if (part !== undefined && !firstParts.has(node.id)) firstParts.set(node.id, own.start);
    const parent = parents.of(own);
    const kind = kindIn(definition.kind, parent);
    const isHidden = (isLocal(own.start) && !definition.isMember) || isImported(own.start) || parent?.isLocal === true;
    if (isHidden || (definition.isMember && parent === undefined)) {
      if (isHidden && containerKinds.has(kind)) parents.open({ ...own, name, kind, isExported: false, isLocal: true });
      continue;
    }
    const container = definition.container ?? parent?.name;
    if (isSetAgain(seen, kind, `${container ?? ''}.${name}`)) continue;

    const whole = part === undefined ? wrapped(node, captures) : own;
    const start = part === undefined ? whole.start : wrapped(node, captures).start;
    const body = bodyOf(definition, captures);
    // `typedef struct { ... } point;`
    const isNamedBehindBody = body !== undefined && body.end <= definition.nameStart;
    const ownHoles = rangesWithin(holes, start, own.end);
    const leftOut = isNamedBehindBody ? [...ownHoles, body].sort(byStart) : ownHoles;
    const isNamedInExports = parent === undefined && captures.exportedNames.has(name);
    const head = signatureHead(text, start, definition.nameStart, leftOut);
    const question = { name, kind, head, isNamedInExports, ...(parent !== undefined && { parent }) };
    const exported = isSaidExported(definition, parent) ?? isExported(languageId, question);
    if (containerKinds.has(kind)) parents.open({ ...own, name, kind, isExported: exported, isLocal: false });
    symbols.push({
      name,
      kind,
      signature: signatureOf(text, {
        shared: part === undefined ? undefined : { start, end: firstParts.get(node.id) ?? own.start },
        own: { start: whole.start, end: own.end },
        value: definition.value === undefined ? undefined : rangeOf(definition.value),
        bodyStart: definition.cut?.startIndex ?? (isNamedBehindBody ? undefined : body?.start),
        holes: leftOut,
      }),
      ...(container !== undefined && { container }),
      isExported: exported,
      lines: {
        start: docLines.startOf(lines.lineAt(whole.start)),
        end: lines.lineAt(Math.max(whole.start, whole.end - 1)) + 1,
      },
    });
  }
  return symbols;
}

function isSaidExported({ visibility }: CapturedDefinition, parent: Container | undefined): boolean | undefined {
  return visibility === undefined ? undefined : visibility === 'public' && (parent?.isExported ?? true);
}

function kindIn(kind: SymbolKind, parent: Container | undefined): SymbolKind {
  if (parent === undefined) return kind;
  if (kind === 'function') return parent.kind === undefined || typeKinds.has(parent.kind) ? 'method' : kind;
  return kind === 'variable' && parent.kind !== undefined && typeKinds.has(parent.kind) ? 'field' : kind;
}

/** Where languages have no declarations, a variable is defined where it is set first. */
function isSetAgain(seen: Set<string>, kind: SymbolKind, name: string): boolean {
  if (kind !== 'variable' && kind !== 'constant' && kind !== 'field') return false;
  if (seen.has(name)) return true;
  seen.add(name);
  return false;
}

/** One definition a name's place: the last pattern that finds it knows it best. In the order of the file. */
function uniqueDefinitions(definitions: readonly CapturedDefinition[]): readonly CapturedDefinition[] {
  const byName = new Map<number, CapturedDefinition>();
  for (const definition of definitions) {
    const known = byName.get(definition.nameStart);
    if (known === undefined || known.patternIndex <= definition.patternIndex) {
      byName.set(definition.nameStart, definition);
    }
  }
  return [...byName.values()].sort(
    (a, b) => startOf(a) - startOf(b) || b.node.endIndex - a.node.endIndex || a.nameStart - b.nameStart,
  );
}

function startOf({ part, node }: CapturedDefinition): number {
  return (part ?? node).startIndex;
}

/** The containers around a place, while places come in order. */
class Parents {
  readonly #open: Container[] = [];
  readonly #scopes: readonly Container[];
  #nextScope = 0;

  constructor({ scopes }: Captures) {
    this.#scopes = scopes
      .map(({ areMembersPublic, ...scope }) => ({ ...scope, isExported: areMembersPublic, isLocal: false }))
      .sort(byStart);
  }

  of({ start, end }: OffsetRange): Container | undefined {
    for (let scope = this.#scopes[this.#nextScope]; scope !== undefined && scope.start <= start; ) {
      this.open(scope);
      this.#nextScope += 1;
      scope = this.#scopes[this.#nextScope];
    }
    this.#close(start);
    // Several names of one definition are not in each other.
    return this.#open.findLast((container) => container.start < start || container.end > end);
  }

  open(container: Container): void {
    this.#close(container.start);
    this.#open.push(container);
  }

  #close(start: number): void {
    while ((this.#open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) this.#open.pop();
  }
}

/** Whether an offset is inside one of some ranges. Asked for offsets that only grow. */
function insideTest(ranges: readonly OffsetRange[]): (offset: number) => boolean {
  const sorted = [...ranges].sort(byStart);
  let next = 0;
  let insideUntil = -1;
  return (offset) => {
    for (let range = sorted[next]; range !== undefined && range.start <= offset; range = sorted[++next]) {
      insideUntil = Math.max(insideUntil, range.end);
    }
    return offset < insideUntil;
  };
}

/** The definition with what is around it: `export`, decorators. */
export function wrapped(definition: FoundNode, { wrapperOf }: Pick<Captures, 'wrapperOf'>): OffsetRange {
  let node = definition;
  for (let outer = wrapperOf.get(node.id); outer !== undefined; outer = wrapperOf.get(node.id)) node = outer;
  return rangeOf(node);
}

function bodyOf({ node, part, value }: CapturedDefinition, { bodyOf: bodies }: Captures): CapturedBody | undefined {
  for (const owner of [node, part, value]) {
    const body = owner === undefined ? undefined : bodies.get(owner.id);
    if (body !== undefined) return body;
  }
  return undefined;
}

/** Short decorators say something (`@property`); long ones are code of their own. */
function isLong(text: string, { start, end }: OffsetRange): boolean {
  return end - start > 20 || text.slice(start, end).includes('\n');
}

function rangeOf({ startIndex, endIndex }: { readonly startIndex: number; readonly endIndex: number }): OffsetRange {
  return { start: startIndex, end: endIndex };
}

function byStart(a: OffsetRange, b: OffsetRange): number {
  return a.start - b.start;
}
