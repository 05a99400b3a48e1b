import type { SymbolCandidate } from '../../shared/contextQuery.ts';
import { type FeatureContext, nearness, type SymbolFeatures } from './features.ts';
import { wordsOf } from './identifiers.ts';

/** How the document uses the type that a candidate is a member of. */
export function ownerFeatures(candidate: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  const { uses, importedNames } = context;
  const features = { ownerNear: 0, ownerOften: 0, ownerInSignature: 0, ownerImported: 0, variableNear: 0 };
  for (const owner of ownersOf(candidate)) {
    features.variableNear = Math.max(features.variableNear, variableNear(owner, context));
    if (importedNames.has(owner)) features.ownerImported = 1;
    const use = uses.get(owner);
    if (use === undefined || use.count === 0) continue;
    features.ownerNear = Math.max(features.ownerNear, nearness(use.distanceLines, 12));
    features.ownerOften = Math.max(features.ownerOften, Math.min(1, Math.log1p(use.count) / 3));
    if (use.isInSignature) features.ownerInSignature = 1;
  }
  return features;
}

/** The types that it is reached through, and its own. */
export function ownersOf({ reaches, symbol }: Pick<SymbolCandidate, 'reaches' | 'symbol'>): ReadonlySet<string> {
  const owners = new Set<string>();
  for (const { kind, via } of reaches) if (kind === 'member' || kind === 'inherited') owners.add(via);
  if (symbol.container !== undefined) owners.add(symbol.container);
  return owners;
}

/** `taskQueue` and `queue` may be a `TaskQueue`: how near such a name stands, and how much of the type's name it has. */
function variableNear(type: string, { namesByLastWord }: FeatureContext): number {
  const words = wordsOf(type);
  let best = 0;
  for (const { name, distanceLines } of namesByLastWord.get(words.at(-1) ?? '') ?? []) {
    const own = wordsOf(name);
    let common = 0;
    while (common < words.length && own.at(-1 - common) === words.at(-1 - common)) common++;
    best = Math.max(best, nearness(distanceLines, 8) * (0.5 + (0.5 * common) / words.length));
  }
  return best;
}
