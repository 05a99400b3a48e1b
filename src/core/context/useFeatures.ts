import type { NameUse, SymbolCandidate } from '../../shared/contextQuery.ts';
import { type FeatureContext, nearness, type SymbolFeatures, useOf } from './features.ts';
import { wordsOf } from './identifiers.ts';
import { ownersOf } from './ownerFeatures.ts';

/** How the document uses the name. */
export function useFeatures(candidate: SymbolCandidate, { uses, ownNames }: FeatureContext): SymbolFeatures {
  const { symbol } = candidate;
  const use = useOf(candidate, uses);
  if (use === undefined || use.count === 0) return {};
  const { qualifier } = use;
  const qualifierUse = qualifier === undefined ? undefined : uses.get(qualifier);
  const last = qualifier === undefined ? undefined : wordsOf(qualifier).at(-1);
  const owners = [...ownersOf(candidate)];
  return {
    usedOften: Math.min(1, Math.log1p(use.count) / 3),
    usedNear: nearness(use.distanceLines, 20),
    usedVeryNear: nearness(use.distanceLines, 3),
    recency: Math.log1p(use.recency) / 2,
    qualifierNear: qualifierUse === undefined ? 0 : nearness(qualifierUse.distanceLines, 6),
    usedInSignature: Number(use.isInSignature),
    usedFits: Number((qualifier !== undefined) === (symbol.container !== undefined)),
    usedLikeness: use.likeness,
    isOwn: Number(ownNames.has(symbol.name)),
    qualifierFits: Number(last !== undefined && owners.some((owner) => wordsOf(owner).at(-1) === last)),
  };
}

/** How the document uses the module that it is in. */
export function moduleFeatures({ reaches }: SymbolCandidate, { uses }: FeatureContext): SymbolFeatures {
  const module = reaches.find(({ kind }) => kind === 'importedModule');
  const steps = (module?.steps ?? 0) / 3;
  const use = module?.local === undefined ? undefined : uses.get(module.local);
  if (use === undefined || use.count === 0) return { steps };
  return { steps, moduleNear: nearness(use.distanceLines, 12), moduleOften: Math.min(1, Math.log1p(use.count) / 4) };
}

/** How near, and how often, other definitions of its file and of its type are used. */
export function neighbourFeatures({ path, symbol }: SymbolCandidate, { usesByPlace }: FeatureContext): SymbolFeatures {
  const file = othersUsed(usesByPlace.get(path), symbol.name);
  const type = symbol.container === undefined ? undefined : usesByPlace.get(`${path}#${symbol.container}`);
  const siblings = othersUsed(type, symbol.name);
  return { fileNear: file.near, fileOften: file.often, siblingNear: siblings.near, siblingOften: siblings.often };
}

function othersUsed(
  uses: readonly NameUse[] | undefined,
  own: string,
): { readonly near: number; readonly often: number } {
  let near = 0;
  let names = 0;
  for (const { name, distanceLines } of uses ?? []) {
    if (name === own) continue;
    names++;
    near = Math.max(near, nearness(distanceLines, 10));
  }
  return { near, often: Math.min(1, Math.log1p(names) / 3) };
}
