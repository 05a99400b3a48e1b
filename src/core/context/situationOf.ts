import type { SymbolCandidate } from '../../shared/contextQuery.ts';
import { type FeatureContext, useOf } from './features.ts';

/** Why a candidate may be needed at all. What tells likely from unlikely differs from one to the other. */
export type Situation = (typeof situations)[number];

export const situations = ['used', 'imported', 'module', 'member', 'package', 'other'] as const;

/** The document uses the name already; else, by the surest way in which it comes to it. */
export function situationOf(candidate: SymbolCandidate, { uses }: FeatureContext): Situation {
  const { reaches, symbol } = candidate;
  if ((useOf(candidate, uses)?.count ?? 0) > 0) return 'used';
  switch (reaches[0]?.kind) {
    case 'imported':
      return 'imported';
    case 'importedModule':
      return 'module';
    case 'member':
    case 'inherited':
      return 'member';
    case 'samePackage':
      return symbol.container === undefined ? 'package' : 'member';
    default:
      return 'other';
  }
}
