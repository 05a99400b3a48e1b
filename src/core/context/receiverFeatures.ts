import type { SymbolCandidate } from '../../shared/contextQuery.ts';
import { nameStart, parametersEnd } from './compactSignature.ts';
import { type FeatureContext, nearness, type SymbolFeatures, useOf } from './features.ts';
import { identifiersIn } from './identifiers.ts';

/** How near what it can be asked of stands, and what it can be given. */
export function receiverFeatures(candidate: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  const { uses, variables } = context;
  const features = { receiverNear: 0, receiverFits: 0, resultNear: 0, ...typeFeatures(candidate, context) };
  for (const name of candidate.receivers) {
    const variable = variables.get(name);
    const distance = variable ?? uses.get(name)?.distanceLines;
    if (distance === undefined) continue;
    const kind = variable === undefined ? 'resultNear' : 'receiverNear';
    features[kind] = Math.max(features[kind], nearness(distance, 6));
  }
  const qualifier = useOf(candidate, uses)?.qualifier;
  if (qualifier !== undefined && candidate.receivers.includes(qualifier)) features.receiverFits = 1;
  return features;
}

/** How near the nearest variables stand that are of a type among a function's parameters, or of the type that it gives. */
function typeFeatures(
  { symbol: { name, signature, kind } }: SymbolCandidate,
  { variableTypes }: FeatureContext,
): { readonly argumentNear: number; readonly outcomeNear: number } {
  if (variableTypes.size === 0 || !(kind === 'function' || kind === 'method'))
    return { argumentNear: 0, outcomeNear: 0 };
  const start = nameStart(signature, name);
  const nameEnd = start + name.length;
  const end = parametersEnd(signature, nameEnd) || nameEnd;
  const nearest = (text: string): number => {
    let best = 0;
    for (const type of identifiersIn(text)) {
      const distance = variableTypes.get(type);
      if (distance !== undefined) best = Math.max(best, nearness(distance, 6));
    }
    return best;
  };
  const around = `${signature.slice(0, Math.max(0, start))} ${signature.slice(end)}`;
  return { argumentNear: nearest(signature.slice(nameEnd, end)), outcomeNear: nearest(around) };
}
