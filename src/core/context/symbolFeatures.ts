import type { SymbolKind } from '../../shared/codeFacts.ts';
import type { NameUse, SymbolCandidate } from '../../shared/contextQuery.ts';
import { type CandidateGroups, groupOf } from './candidateGroups.ts';
import { wordsOf } from './identifiers.ts';
import { ownerFeatures, ownersOf } from './ownerFeatures.ts';
import { folderOf, isTestPath, pathWords } from './paths.ts';

/** What the ranking looks at: numbers of about 0 to 1, by name. Absent: 0. */
export type SymbolFeatures = Partial<Record<FeatureName, number>>;

export type FeatureName = (typeof featureNames)[number];

export const featureNames = [
  // How the document comes to it.
  'imported',
  'importedModule',
  'member',
  'inherited',
  'samePackage',
  'similar',
  // How the document uses the name.
  'usedOften',
  'usedNear',
  'usedVeryNear',
  'recency',
  'usedInSignature',
  'usedFits',
  'usedLikeness',
  'isOwn',
  'qualifierFits',
  'qualifierNear',
  // How the document uses the module or the type that it belongs to.
  'moduleNear',
  'moduleOften',
  'steps',
  'ownerNear',
  'ownerOften',
  'ownerInSignature',
  'ownerImported',
  'variableNear',
  // How the document uses what stands beside it.
  'fileNear',
  'fileOften',
  'siblingNear',
  'siblingOften',
  // How many others are reached in the same way, and which of them the repository uses most.
  'groupSize',
  'groupShare',
  // What the repository says of the name.
  'rare',
  'common',
  'popular',
  'unused',
  'surestOfName',
  // What places that resemble this one say.
  'similarUse',
  'similarLikeness',
  'wordsNear',
  // Where it is.
  'sameFolder',
  'pathAlike',
  'inTest',
  'sameLanguage',
  // What it is.
  'callable',
  'type',
  'field',
  'constant',
  'enumMember',
  'initializer',
  'private',
] as const;

/** What all candidates of one question have in common. */
export interface FeatureContext {
  readonly path: string;
  readonly languageId: string;
  readonly uses: ReadonlyMap<string, NameUse>;
  readonly ownNames: ReadonlySet<string>;
  readonly importedNames: ReadonlySet<string>;
  readonly pathWords: ReadonlySet<string>;
  /** Parts of names that stand near the cursor. */
  readonly wordsNear: ReadonlySet<string>;
  /** Names near the cursor, by their last word, with the distance of the nearest: variables are often called like their type. */
  readonly namesByLastWord: ReadonlyMap<string, readonly NameUse[]>;
  readonly groups: CandidateGroups;
  /** By path, and by path and type: the names that are used of what stands there. */
  readonly usesByPlace: ReadonlyMap<string, readonly NameUse[]>;
}

/** Numbers of about 0 to 1 that a weight is learned for. */
export function symbolFeatures(candidate: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  return {
    ...reachFeatures(candidate),
    ...useFeatures(candidate, context),
    ...moduleFeatures(candidate, context),
    ...ownerFeatures(candidate, context),
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

function useFeatures(candidate: SymbolCandidate, { uses, ownNames }: FeatureContext): SymbolFeatures {
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

function moduleFeatures({ reaches }: SymbolCandidate, { uses }: FeatureContext): SymbolFeatures {
  const module = reaches.find(({ kind }) => kind === 'importedModule');
  const steps = (module?.steps ?? 0) / 3;
  const use = module?.local === undefined ? undefined : uses.get(module.local);
  if (use === undefined || use.count === 0) return { steps };
  return { steps, moduleNear: nearness(use.distanceLines, 12), moduleOften: Math.min(1, Math.log1p(use.count) / 4) };
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

/** How near, and how often, other definitions of its file and of its type are used. */
function neighbourFeatures({ path, symbol }: SymbolCandidate, { usesByPlace }: FeatureContext): SymbolFeatures {
  const file = othersUsed(usesByPlace.get(path), symbol.name);
  const type = symbol.container === undefined ? undefined : usesByPlace.get(`${path}#${symbol.container}`);
  const siblings = othersUsed(type, symbol.name);
  return { fileNear: file.near, fileOften: file.often, siblingNear: siblings.near, siblingOften: siblings.often };
}

function othersUsed(uses: readonly NameUse[] | undefined, own: string): { readonly near: number; readonly often: number } {
  let near = 0;
  let names = 0;
  for (const { name, distanceLines } of uses ?? []) {
    if (name === own) continue;
    names++;
    near = Math.max(near, nearness(distanceLines, 10));
  }
  return { near, often: Math.min(1, Math.log1p(names) / 3) };
}

/** How the document uses a candidate, under whichever name. */
export function useOf({ symbol, usedAs }: SymbolCandidate, uses: ReadonlyMap<string, NameUse>): NameUse | undefined {
  return (usedAs === undefined ? undefined : uses.get(usedAs)) ?? uses.get(symbol.name);
}

function placeFeatures({ path, languageId }: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  const alike = pathWords(path).filter((word) => context.pathWords.has(word)).length;
  return {
    sameFolder: Number(folderOf(path) === folderOf(context.path)),
    pathAlike: alike / Math.max(1, context.pathWords.size),
    inTest: Number(isTestPath(path) && !isTestPath(context.path)),
    sameLanguage: Number(languageId === context.languageId),
  };
}

function kindFeatures({ symbol }: SymbolCandidate): SymbolFeatures {
  const { name, kind, container, isExported } = symbol;
  return {
    callable: Number(kind === 'function' || kind === 'method' || kind === 'macro'),
    type: Number(typeKinds.has(kind)),
    field: Number(kind === 'field' || kind === 'variable'),
    constant: Number(kind === 'constant'),
    enumMember: Number(kind === 'enumMember'),
    initializer: Number(initializerNames.has(name) || name === container),
    private: Number(name.startsWith('_') || !isExported),
  };
}

const typeKinds: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'type', 'enum', 'module'] as const);
const initializerNames: ReadonlySet<string> = new Set(['constructor', '__init__', '__construct', 'initialize', 'new']);

/** 1 at the cursor, 1/2 at `half` lines. */
export function nearness(distanceLines: number, half: number): number {
  return half / (half + distanceLines);
}
