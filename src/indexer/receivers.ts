import { heritageOf } from '../core/context/heritage.ts';
import { resultTypes } from '../core/context/resultTypes.ts';
import type { CursorFacts, NameUse } from '../shared/contextQuery.ts';
import type { CandidateSet } from './candidateSet.ts';
import type { StoredSymbol } from './indexStore.ts';

/** Names of the document in front of a dot, by the types that they have as far as those are known. */
export class Receivers {
  readonly #names = new Map<string, Set<string>>();
  /** Names that lead to a type, and of what: a variable's own, of what it is set to, and of what is used near the cursor. */
  readonly #followed = new Map<string, Set<string>>();
  readonly #uses: ReadonlyMap<string, NameUse>;

  /** Of variables, with the types that the document itself says. */
  constructor(facts: CursorFacts) {
    this.#uses = new Map(facts.names.map((use) => [use.name, use]));
    const declared = new Set(facts.variables.map(({ name }) => name));
    for (const { name, types } of facts.variables) {
      for (const type of types) {
        addTo(this.#names, type, name);
        addTo(this.#followed, type, name);
      }
    }
    for (const { name, count, distanceLines } of facts.names)
      if (count > 0 && distanceLines <= maxDistanceLines && !declared.has(name)) addTo(this.#followed, name, name);
  }

  /** The names of the document that are of one of these types. */
  of(types: Iterable<string>): readonly string[] {
    const names = new Set<string>();
    for (const type of types) for (const name of this.#names.get(type) ?? []) names.add(name);
    return [...names];
  }

  /** Adds what the candidates' signatures tell: what functions give, what fields are, what types extend or stand for. */
  follow(candidates: CandidateSet): void {
    for (const [told, definitions] of candidates.definitionsOf(new Set(this.#followed.keys()))) {
      const own = this.#meant(told, definitions);
      if (own.length > maxDefinitions) continue;
      const types = new Set(own.flatMap(({ symbol, languageId }) => resultTypes(symbol, languageId)));
      for (const name of this.#followed.get(told) ?? []) for (const type of types) addTo(this.#names, type, name);
    }
    for (const [type, definitions] of candidates.definitionsOf(new Set(this.#names.keys()))) {
      const supertypes = definitions.filter(isType).flatMap(({ symbol, languageId }) => heritageOf(symbol, languageId));
      for (const name of this.#names.get(type) ?? [])
        for (const supertype of supertypes) if (supertype !== type) addTo(this.#names, supertype, name);
    }
  }

  /** Of several definitions, those of the type that stands in front of the name. */
  #meant(name: string, definitions: readonly StoredSymbol[]): readonly StoredSymbol[] {
    const qualifier = this.#uses.get(name)?.qualifier;
    const own = definitions.filter(
      ({ symbol: { container = '' } }) => qualifier !== undefined && this.#names.get(container)?.has(qualifier),
    );
    return own.length > 0 ? own : definitions;
  }
}

const maxDistanceLines = 40;
/** With more of them a name tells nothing. */
const maxDefinitions = 4;

function isType({ symbol: { kind, container } }: StoredSymbol): boolean {
  return container === undefined && (kind === 'class' || kind === 'interface' || kind === 'type');
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
