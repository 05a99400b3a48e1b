import type { CursorFacts, SymbolCandidate } from '../../shared/contextQuery.ts';

/** Why a definition is there, as a phrase for people: `method of Router, which is used 3 lines away`. */
export function reasonOf({ symbol, reaches, receivers }: SymbolCandidate, facts: CursorFacts): string {
  const use = facts.names.find(({ name, count }) => name === symbol.name && count > 0);
  const [reach] = reaches;
  if (reach === undefined) throw new RangeError('a candidate is reached in some way');
  const { kind, via } = reach;
  switch (kind) {
    case 'imported':
      return `imported from ${via}`;
    case 'importedModule':
      return `in ${via}, which is imported`;
    case 'member':
      return `${symbol.kind} of ${via}${usePhrase(facts, via) || typePhrase(receivers)}`;
    case 'inherited':
      return `inherited from ${via}`;
    case 'samePackage':
      return use === undefined ? `in the same package, ${via}` : `used ${distancePhrase(use.distanceLines)}`;
    case 'named':
      return use === undefined ? 'has a name that is used here' : `used ${distancePhrase(use.distanceLines)}`;
    case 'similar':
      return `used in similar code, in ${via}`;
  }
}

function usePhrase(facts: CursorFacts, name: string): string {
  const use = facts.names.find((other) => other.name === name && other.count > 0);
  return use === undefined ? '' : `, which is used ${distancePhrase(use.distanceLines)}`;
}

function typePhrase([nearest]: readonly string[]): string {
  return nearest === undefined ? '' : `, the type of ${nearest}`;
}

function distancePhrase(lines: number): string {
  if (lines === 0) return 'in this line';
  return lines === 1 ? '1 line away' : `${lines} lines away`;
}
