import { ownersOf } from '../core/context/ownerFeatures.ts';
import type { Reach, SymbolCandidate } from '../shared/contextQuery.ts';
import type { IndexReader, StoredSymbol } from './indexStore.ts';
import { isHidden } from './isHidden.ts';
import type { SimilarUse } from './similarPlaces.ts';

/** Definitions that a document may need, with all the ways in which it comes to them. */
export class CandidateSet {
  readonly #ownPath: string;
  readonly #found = new Map<string, Found>();

  /** Definitions of `ownPath`, and those that no other file can use, are never among them. */
  constructor(ownPath: string) {
    this.#ownPath = ownPath;
  }

  /** @param usedAs what the document calls them, where that may be another name. */
  add(symbols: Iterable<StoredSymbol>, reachOf: Reach | ((stored: StoredSymbol) => Reach), usedAs?: string): void {
    for (const stored of symbols) {
      if (stored.path === this.#ownPath || isHidden(stored)) continue;
      const reach = typeof reachOf === 'function' ? reachOf(stored) : reachOf;
      const key = `${stored.path}\n${stored.symbol.lines.start}\n${stored.symbol.name}`;
      const known = this.#found.get(key);
      const found = known ?? { stored, reaches: [] };
      if (!found.reaches.some((other) => other.kind === reach.kind)) found.reaches.push(reach);
      if (usedAs !== undefined && usedAs !== stored.symbol.name) found.usedAs ??= usedAs;
      this.#found.set(key, found);
    }
  }

  /** Found so far by way of an import of their name. */
  imported(): readonly StoredSymbol[] {
    const isImported = ({ reaches }: Found) => reaches.some(({ kind }) => kind === 'imported');
    return [...this.#found.values()].filter(isImported).map(({ stored }) => stored);
  }

  /** All, and whether each is a type whose members are among them. */
  *signatures(): Iterable<{ readonly stored: StoredSymbol; readonly isOwner: boolean }> {
    for (const { stored, reaches } of this.#found.values()) {
      const { name, container } = stored.symbol;
      const isOwner = container === undefined && reaches.some(({ kind, via }) => kind === 'member' && via === name);
      yield { stored, isOwner };
    }
  }

  /** By name, the definitions of these names that were found so far, those alone that more than the name leads to. */
  definitionsOf(names: ReadonlySet<string>): ReadonlyMap<string, readonly StoredSymbol[]> {
    const sure = new Map<string, StoredSymbol[]>();
    const others = new Map<string, StoredSymbol[]>();
    for (const { stored, reaches } of this.#found.values()) {
      const { name } = stored.symbol;
      if (!names.has(name)) continue;
      const found = reaches.some(({ kind }) => kind !== 'named' && kind !== 'similar') ? sure : others;
      found.set(name, [...(found.get(name) ?? []), stored]);
    }
    return new Map([...others, ...sure]);
  }

  /** Found so far. */
  symbols(): readonly StoredSymbol[] {
    return [...this.#found.values()].map(({ stored }) => stored);
  }

  /** @param receiversOf the document's names of things that are of one of these types. */
  toCandidates(
    reader: IndexReader,
    similar: ReadonlyMap<string, SimilarUse>,
    receiversOf: (types: Iterable<string>) => readonly string[],
  ): readonly SymbolCandidate[] {
    const names = [...new Set(this.symbols().map(({ symbol }) => symbol.name))];
    const definitions = reader.definitionCounts(names);
    const referencing = reader.referencingFiles(names, this.#ownPath);
    return [...this.#found.values()].map(({ stored, reaches, usedAs }) => ({
      ...stored,
      ...(usedAs !== undefined && { usedAs }),
      reaches: reaches.toSorted((a, b) => surestFirst.indexOf(a.kind) - surestFirst.indexOf(b.kind)),
      receivers: receiversOf(ownersOf({ symbol: stored.symbol, reaches })),
      definitionsOfName: definitions.get(stored.symbol.name) ?? 1,
      referencingFiles: referencing.get(stored.symbol.name) ?? 0,
      similarUse: similar.get(stored.symbol.name)?.share ?? 0,
      likeness: similar.get(stored.symbol.name)?.likeness ?? 0,
    }));
  }
}

interface Found {
  readonly stored: StoredSymbol;
  readonly reaches: Reach[];
  usedAs?: string;
}

const surestFirst: readonly Reach['kind'][] = [
  'imported',
  'inherited',
  'member',
  'importedModule',
  'samePackage',
  'named',
  'similar',
];
