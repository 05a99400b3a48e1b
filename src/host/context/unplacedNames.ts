import type { CursorFacts, NameUse, Reach } from '../../shared/contextQuery.ts';

/** What of facts and candidates decides. */
export interface NamesInUse extends Pick<CursorFacts, 'ownNames' | 'imports'> {
  readonly names: readonly Pick<NameUse, 'name' | 'count' | 'distanceLines'>[];
}

export interface PlacedSymbols {
  readonly symbols: readonly {
    readonly symbol: { readonly name: string };
    readonly reaches: readonly Pick<Reach, 'kind'>[];
  }[];
}

/**
 * Names near the cursor whose definition the index does not know for sure: another opinion is worth its time for them.
 *
 * @returns the nearest first, at most `limit`.
 */
export function unplacedNames(facts: NamesInUse, candidates: PlacedSymbols, limit: number): readonly string[] {
  const placed = new Set(facts.ownNames);
  for (const { symbol, reaches } of candidates.symbols)
    if (reaches.some(({ kind }) => kind !== 'named' && kind !== 'similar')) placed.add(symbol.name);
  // An imported name that the index does not place is of a library, which is not quoted.
  for (const { names, alias } of facts.imports) {
    for (const imported of names) placed.add(imported.alias ?? imported.name);
    if (alias !== undefined) placed.add(alias);
  }
  return facts.names
    .filter(({ name, count, distanceLines }) => count > 0 && distanceLines <= nearLines && !placed.has(name))
    .slice(0, limit)
    .map(({ name }) => name);
}

const nearLines = 15;

/**
 * The use of `name` that is nearest to the cursor, a whole word, not the word that is just being typed.
 *
 * @returns its offset. `undefined`: there is none.
 */
export function nearestUse(text: string, offset: number, name: string): number | undefined {
  let best: number | undefined;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    const isWord = !isNamePart(text[at - 1]) && !isNamePart(text[end]);
    const isUnfinished = at < offset && offset <= end;
    if (!isWord || isUnfinished) continue;
    if (best === undefined || Math.abs(at - offset) < Math.abs(best - offset)) best = at;
    // Behind the cursor they only get farther away.
    if (at > offset) break;
  }
  return best;
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
