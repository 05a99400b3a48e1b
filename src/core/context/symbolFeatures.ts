import type { CodeSymbol, SymbolKind } from '../../shared/codeFacts.ts';
import type { SymbolCandidate } from '../../shared/contextQuery.ts';
import { groupOf } from './candidateGroups.ts';
import type { FeatureContext, SymbolFeatures } from './features.ts';
import { wordsOf } from './identifiers.ts';
import { ownerFeatures } from './ownerFeatures.ts';
import { folderOf, isTestPath } from './paths.ts';
import { receiverFeatures } from './receiverFeatures.ts';
import { moduleFeatures, neighbourFeatures, useFeatures } from './useFeatures.ts';

/** Numbers of about 0 to 1 that a weight is learned for. */
export function symbolFeatures(candidate: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  return {
    ...reachFeatures(candidate),
    ...useFeatures(candidate, context),
    ...moduleFeatures(candidate, context),
    ...ownerFeatures(candidate, context),
    ...receiverFeatures(candidate, context),
    ...repositoryFeatures(candidate, context),
    ...neighbourFeatures(candidate, context),
    ...placeFeatures(candidate, context),
    ...kindFeatures(candidate),
  };
}

function reachFeatures({ reaches }: SymbolCandidate): SymbolFeatures {
  const features: SymbolFeatures = {};
  for (const { kind } of reaches) if (kind !== 'named') features[kind] = 1;
  return features;
}

function repositoryFeatures(candidate: SymbolCandidate, { groups, wordsNear }: FeatureContext): SymbolFeatures {
  const { symbol, definitionsOfName, referencingFiles, similarUse, likeness } = candidate;
  const group = groups.byKey.get(groupOf(candidate));
  const words = wordsOf(symbol.name).filter((word) => word.length > 2);
  return {
    groupSize: Math.min(1, Math.log1p(group?.names ?? 1) / 7),
    groupShare: Math.sqrt(referencingFiles / Math.max(1, group?.referencingFiles ?? referencingFiles)),
    rare: 1 / Math.max(1, definitionsOfName),
    common: Math.min(1, Math.log1p(definitionsOfName) / 5),
    popular: Math.min(1, Math.log1p(referencingFiles) / 6),
    unused: Number(referencingFiles === 0),
    surestOfName: Number(groups.surest.get(symbol.name) === candidate),
    similarUse: Math.sqrt(similarUse),
    similarLikeness: likeness,
    wordsNear: words.length === 0 ? 0 : words.filter((word) => wordsNear.has(word)).length / words.length,
  };
}

function placeFeatures({ path, languageId }: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  return {
    sameFolder: Number(folderOf(path) === folderOf(context.path)),
    pathAlike: context.pathAlikeness.get(path) ?? 0,
    inTest: Number(isTestPath(path) && !isTestPath(context.path)),
    sameLanguage: Number(languageId === context.languageId),
  };
}

function kindFeatures({ symbol }: SymbolCandidate): SymbolFeatures {
  const { name, kind, container, isExported } = symbol;
  const isValue = kind === 'macro' && isDefinedValue(symbol);
  return {
    callable: Number(kind === 'function' || kind === 'method' || (kind === 'macro' && !isValue)),
    type: Number(typeKinds.has(kind)),
    field: Number(kind === 'field' || kind === 'variable'),
    constant: Number(kind === 'constant' || isValue),
    enumMember: Number(kind === 'enumMember'),
    initializer: Number(initializerNames.has(name) || name === container),
    private: Number(name.startsWith('_') || !isExported),
  };
}

/** `#define SIZE 4`, which has no parameters. */
function isDefinedValue({ name, signature }: CodeSymbol): boolean {
  return signature.startsWith('#') && signature[signature.indexOf(name) + name.length] !== '(';
}

const typeKinds: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'type', 'enum', 'module'] as const);
const initializerNames: ReadonlySet<string> = new Set(['constructor', '__init__', '__construct', 'initialize', 'new']);
