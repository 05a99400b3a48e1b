import { heritageOf } from '../core/context/heritage.ts';
import { identifiersIn, wordsOf } from '../core/context/identifiers.ts';
import { folderOf } from '../core/context/paths.ts';
import type { SymbolKind } from '../shared/codeFacts.ts';
import type { CursorFacts, Reach } from '../shared/contextQuery.ts';
import type { CandidateSet } from './candidateSet.ts';
import type { IndexReader, StoredSymbol } from './indexStore.ts';
import { Receivers } from './receivers.ts';

/**
 * Adds the members of types: those that the document names, those in signatures of what the document uses (`x = make()`,
 * then `x.name`), and those that its own classes extend.
 */
export function addMembers(candidates: CandidateSet, reader: IndexReader, facts: CursorFacts): Receivers {
  addInherited(candidates, reader, facts);
  const receivers = new Receivers(facts);
  const imported = candidates.imported().map(({ symbol }) => symbol.name);
  const used = new Set([...imported, ...facts.names.map(({ name }) => name)]);
  const asked = new Set([...used].slice(0, maxOwners));
  for (const name of suggestedTypes(candidates, facts)) asked.add(name);
  addMembersOf(candidates, reader, facts, [...asked]);
  for (let hop = 0; hop < maxHops; hop++) {
    receivers.follow(candidates);
    const next = typesInSignatures(candidates, used)
      .filter((name) => !asked.has(name))
      .slice(0, maxOwners);
    for (const name of next) asked.add(name);
    addMembersOf(candidates, reader, facts, next);
  }
  receivers.follow(candidates);
  return receivers;
}

/**
 * Types that are visible and that names near the cursor are called like: where there is an `errorCode` may soon be an
 * `ErrorCode.of(..)`, though the document has not named it yet.
 */
function suggestedTypes(candidates: CandidateSet, { names }: CursorFacts): readonly string[] {
  const near = names.filter(({ count, distanceLines }) => count > 0 && distanceLines <= nearLines);
  const words = new Set(near.flatMap(({ name }) => wordsOf(name)));
  const types = candidates.symbols().filter(({ symbol: { kind, container, name } }) => {
    if (container !== undefined || !typeKinds.has(kind)) return false;
    const own = wordsOf(name);
    return own.length > 0 && own.every((word) => words.has(word));
  });
  return [...new Set(types.map(({ symbol }) => symbol.name))].slice(0, maxSuggested);
}

const typeKinds: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'type', 'enum'] as const);
const nearLines = 20;
const maxSuggested = 40;
const maxOwners = 300;
const maxHops = 2;
const maxSupertypes = 5;

function addMembersOf(
  candidates: CandidateSet,
  reader: IndexReader,
  facts: CursorFacts,
  owners: readonly string[],
): void {
  const definers = definersOf(candidates.symbols());
  const own = new Set(facts.ownNames);
  const members = reader.symbolsInContainers(owners).filter(({ path, symbol: { container = '' } }) => {
    if (own.has(container)) return folderOf(path) === folderOf(facts.path);
    const folders = definers.get(container);
    return folders === undefined || folders.has(folderOf(path));
  });
  candidates.add(members, ({ symbol }) => memberReach('member', symbol.container ?? ''));
  const withMembers = new Set(members.map(({ path, symbol }) => `${path}\n${symbol.container}`));
  const names = [...new Set(members.map(({ symbol }) => symbol.container ?? ''))];
  const types = reader.symbolsNamed(names).filter(({ path, symbol }) => withMembers.has(`${path}\n${symbol.name}`));
  candidates.add(types, ({ symbol }) => memberReach('member', symbol.name));
}

/** By name of a type that is surely reached: the folders of its definitions. */
function definersOf(symbols: readonly StoredSymbol[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const { path, symbol } of symbols) {
    if (symbol.container !== undefined) continue;
    const known = folders.get(symbol.name) ?? new Set();
    folders.set(symbol.name, known.add(folderOf(path)));
  }
  return folders;
}

/**
 * Names in the signatures of what the document uses, and of the types that those give (what they extend). Most of them
 * are no types, and have no members.
 */
function typesInSignatures(candidates: CandidateSet, used: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  for (const { stored, isOwner } of candidates.signatures()) {
    const { symbol } = stored;
    if (!isOwner && !used.has(symbol.name)) continue;
    for (const name of identifiersIn(symbol.signature)) if (name !== symbol.name) names.add(name);
  }
  return [...names];
}

function addInherited(candidates: CandidateSet, reader: IndexReader, facts: CursorFacts): void {
  let names: readonly string[] = facts.supertypes;
  const asked = new Set(names);
  for (let depth = 0; names.length > 0 && depth < maxSupertypes; depth++) {
    const members = reader.symbolsInContainers(names);
    candidates.add(members, ({ symbol }) => memberReach('inherited', symbol.container ?? ''));
    const types = reader.symbolsNamed(names).filter(({ symbol }) => symbol.container === undefined);
    const next = new Set(types.flatMap(({ symbol, languageId }) => heritageOf(symbol, languageId)));
    names = [...next].filter((name) => !asked.has(name) && /^[A-Z]/.test(name)).slice(0, maxOwners);
    for (const name of names) asked.add(name);
  }
}

function memberReach(kind: 'member' | 'inherited', type: string): Reach {
  return { kind, via: type, local: type };
}
