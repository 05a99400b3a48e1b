import type { SymbolCandidate } from '../../shared/contextQuery.ts';
import { type FeatureContext, useOf } from './features.ts';

/** Why a candidate may be needed at all. What tells likely from unlikely differs from one to the other. */
export type Situation = (typeof situations)[number];

export const situations = ['used', 'imported', 'module', 'member', 'package', 'other'] as const;

/** The document uses the name already; else, by the surest way in which it comes to it. */
export function situationOf(candidate: SymbolCandidate, { uses }: FeatureContext): Situation {
  const { reaches, symbol, languageId } = candidate;
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
      // Kotlin's package has no members but extensions, which are seen like all else in it.
      return symbol.container === undefined || languageId === 'kotlin' ? 'package' : 'member';
    default:
      return 'other';
  }
}
