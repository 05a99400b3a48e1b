import type { CursorFacts, SymbolCandidate } from '../../shared/contextQuery.ts';
import { featureContext } from './featureContext.ts';
import type { FeatureContext, FeatureName } from './features.ts';
import { rankingWeights } from './rankingWeights.ts';
import { situationOf } from './situationOf.ts';
import { symbolFeatures } from './symbolFeatures.ts';

export interface RankedSymbol extends SymbolCandidate {
  /** That the next lines need it, 0 to 1. */
  readonly probability: number;
}

/** The candidates with the probability that the next lines need them, the likeliest first. */
export function rankSymbols(facts: CursorFacts, candidates: readonly SymbolCandidate[]): readonly RankedSymbol[] {
  const context = featureContext(facts, candidates);
  return candidates
    .map((candidate) => ({ ...candidate, probability: probabilityOf(candidate, context) }))
    .sort(
      (a, b) =>
        b.probability - a.probability ||
        compareTexts(a.path, b.path) ||
        a.symbol.lines.start - b.symbol.lines.start ||
        compareTexts(a.symbol.name, b.symbol.name),
    );
}

/** A logistic model for each situation: explainable, and fitted in seconds. */
function probabilityOf(candidate: SymbolCandidate, context: FeatureContext): number {
  const weights = rankingWeights[situationOf(candidate, context)];
  let odds = weights.bias;
  for (const [name, value] of Object.entries(symbolFeatures(candidate, context)))
    odds += (weights[name as FeatureName] ?? 0) * value;
  return 1 / (1 + Math.exp(-odds));
}

/** By code units: the same order on each machine. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
