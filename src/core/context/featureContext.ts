import type { CursorFacts, NameUse, SymbolCandidate } from '../../shared/contextQuery.ts';
import { groupCandidates } from './candidateGroups.ts';
import { type FeatureContext, useOf } from './features.ts';
import { wordsOf } from './identifiers.ts';
import { pathWords } from './paths.ts';

/** What {@link FeatureContext} says of one place. */
export function featureContext(facts: CursorFacts, candidates: readonly SymbolCandidate[]): FeatureContext {
  const near = facts.names.filter(({ count, distanceLines }) => count > 0 && distanceLines <= nearLines);
  const namesByLastWord = new Map<string, NameUse[]>();
  for (const use of near) {
    const last = wordsOf(use.name).at(-1);
    if (last !== undefined) namesByLastWord.set(last, [...(namesByLastWord.get(last) ?? []), use]);
  }
  const veryNear = near.filter(({ distanceLines }) => distanceLines <= veryNearLines);
  const uses = new Map(facts.names.map((use) => [use.name, use]));
  const groups = groupCandidates(candidates, facts.path);
  return {
    path: facts.path,
    languageId: facts.languageId,
    uses,
    ownNames: new Set(facts.ownNames),
    importedNames: new Set(facts.imports.flatMap(({ names }) => names.map(({ name }) => name))),
    pathAlikeness: pathAlikeness(facts.path, candidates),
    wordsNear: new Set(veryNear.flatMap(({ name }) => wordsOf(name))),
    namesByLastWord,
    variables: new Map(facts.variables.map(({ name, distanceLines }) => [name, distanceLines])),
    variableTypes: variableTypes(facts),
    groups,
    usesByPlace: usesByPlace(groups.surest.values(), uses),
  };
}

function pathAlikeness(own: string, candidates: readonly SymbolCandidate[]): ReadonlyMap<string, number> {
  const words = new Set(pathWords(own));
  const share = (path: string) => pathWords(path).filter((word) => words.has(word)).length / Math.max(1, words.size);
  return new Map(Array.from(new Set(candidates.map(({ path }) => path)), (path) => [path, share(path)]));
}

function variableTypes({ variables }: CursorFacts): ReadonlyMap<string, number> {
  const nearest = new Map<string, number>();
  for (const { types, distanceLines } of variables)
    for (const type of types) if (!nearest.has(type)) nearest.set(type, distanceLines);
  return nearest;
}

function usesByPlace(
  candidates: Iterable<SymbolCandidate>,
  uses: ReadonlyMap<string, NameUse>,
): ReadonlyMap<string, readonly NameUse[]> {
  const byPlace = new Map<string, NameUse[]>();
  for (const candidate of candidates) {
    const use = useOf(candidate, uses);
    if (use === undefined || use.count === 0) continue;
    const { path, symbol } = candidate;
    const places = symbol.container === undefined ? [path] : [path, `${path}#${symbol.container}`];
    for (const place of places) byPlace.set(place, [...(byPlace.get(place) ?? []), { ...use, name: symbol.name }]);
  }
  return byPlace;
}

const nearLines = 40;
const veryNearLines = 6;
