import type { SymbolKind } from '../../shared/codeFacts.ts';
import type { CursorFacts, NameUse, Reach, ReachKind, SymbolCandidate } from '../../shared/contextQuery.ts';
import { baseName, folderOf, isTestPath, pathWords } from './paths.ts';

/** What the model of {@link rankingWeights} looks at: numbers of about 0 to 1, by name. Absent: 0. */
export type SymbolFeatures = Partial<Record<FeatureName, number>>;

export type FeatureName = (typeof featureNames)[number];

/** Each with what it says. The weights stand in the same names. */
export const featureNames = [
  // How the document comes to it.
  'imported',
  'importedUnused',
  'importedModule',
  'member',
  'inherited',
  'samePackage',
  'named',
  'similar',
  // How the document uses the name.
  'used',
  'usedOften',
  'usedNear',
  'usedVeryNear',
  'usedInSignature',
  'usedFits',
  'usedElsewhere',
  // How the document uses the module that it is in.
  'moduleNear',
  'moduleOften',
  // How the document uses the type that it is a member of.
  'ownerNear',
  'ownerInSignature',
  'ownerImported',
  'ownerUsed',
  // What the repository says of the name.
  'rare',
  'common',
  'popular',
  'unused',
  'similarUse',
  'similarUseUsed',
  'surestOfName',
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
  'short',
] as const;

/** What all candidates of one question have in common. */
export interface FeatureContext {
  readonly facts: CursorFacts;
  readonly uses: ReadonlyMap<string, NameUse>;
  readonly ownNames: ReadonlySet<string>;
  /** By name, the candidate that is reached in the surest way. */
  readonly surest: ReadonlyMap<string, SymbolCandidate>;
  readonly words: ReadonlySet<string>;
}

export function featureContext(facts: CursorFacts, candidates: readonly SymbolCandidate[]): FeatureContext {
  const surest = new Map<string, SymbolCandidate>();
  for (const candidate of candidates) {
    const best = surest.get(candidate.symbol.name);
    if (best === undefined || sureness(candidate, facts) > sureness(best, facts))
      surest.set(candidate.symbol.name, candidate);
  }
  return {
    facts,
    uses: new Map(facts.names.map((use) => [use.name, use])),
    ownNames: new Set(facts.ownNames),
    surest,
    words: new Set(pathWords(facts.path)),
  };
}

/** Numbers of about 0 to 1 that a weight is learned for. */
export function symbolFeatures(candidate: SymbolCandidate, context: FeatureContext): SymbolFeatures {
  return {
    ...reachFeatures(candidate, context),
    ...useFeatures(candidate, context),
    ...moduleFeatures(candidate, context),
    ...ownerFeatures(candidate, context),
    ...repositoryFeatures(candidate, context),
    ...placeFeatures(candidate, context),
    ...kindFeatures(candidate),
  };
}

const surenessOfReach: Readonly<Record<ReachKind, number>> = {
  imported: 6,
  inherited: 5,
  member: 4,
  importedModule: 3,
  samePackage: 2,
  similar: 1,
  named: 0,
};

function sureness({ reaches, path, symbol, referencingFiles }: SymbolCandidate, facts: CursorFacts): number {
  const best = Math.max(...reaches.map(({ kind }) => surenessOfReach[kind]));
  const near = folderOf(path) === folderOf(facts.path) ? 0.4 : 0;
  return (
    best + near + (symbol.isExported ? 0.2 : 0) + Math.min(0.1, referencingFiles / 1000) - (isTestPath(path) ? 0.3 : 0)
  );
}

function reachFeatures({ reaches, symbol }: SymbolCandidate, { uses }: FeatureContext): SymbolFeatures {
  const features: SymbolFeatures = {};
  for (const { kind } of reaches) features[kind] = 1;
  if (features.imported === 1 && (uses.get(symbol.name)?.count ?? 0) === 0) features.importedUnused = 1;
  return features;
}

function useFeatures({ symbol }: SymbolCandidate, { uses, ownNames }: FeatureContext): SymbolFeatures {
  const use = uses.get(symbol.name);
  if (use === undefined || use.count === 0) return {};
  return {
    used: 1,
    usedOften: Math.min(1, Math.log1p(use.count) / 3),
    usedNear: nearness(use.distanceLines, 20),
    usedVeryNear: nearness(use.distanceLines, 3),
    usedInSignature: Number(use.isInSignature),
    usedFits: Number((use.qualifier !== undefined) === (symbol.container !== undefined)),
    usedElsewhere: Number(ownNames.has(symbol.name)),
  };
}

function moduleFeatures({ reaches }: SymbolCandidate, { uses }: FeatureContext): SymbolFeatures {
  const local = reaches.find(({ kind }) => kind === 'importedModule')?.local;
  const use = local === undefined ? undefined : uses.get(local);
  if (use === undefined || use.count === 0) return {};
  return { moduleNear: nearness(use.distanceLines, 12), moduleOften: Math.min(1, Math.log1p(use.count) / 4) };
}

function ownerFeatures({ reaches, symbol }: SymbolCandidate, { uses, facts }: FeatureContext): SymbolFeatures {
  const owners = new Set(reaches.filter(isMember).map(({ via }) => via));
  if (symbol.container !== undefined) owners.add(symbol.container);
  let [near, inSignature, used] = [0, 0, 0];
  for (const owner of owners) {
    const use = uses.get(owner);
    if (use === undefined || use.count === 0) continue;
    near = Math.max(near, nearness(use.distanceLines, 12));
    inSignature = Math.max(inSignature, Number(use.isInSignature));
    used = Math.max(used, Math.min(1, Math.log1p(use.count) / 3));
  }
  const isImported = facts.imports.some(({ names }) => names.some(({ name }) => owners.has(name)));
  return { ownerNear: near, ownerInSignature: inSignature, ownerUsed: used, ownerImported: Number(isImported) };
}

function isMember({ kind }: Reach): boolean {
  return kind === 'member' || kind === 'inherited';
}

function repositoryFeatures(candidate: SymbolCandidate, { surest, uses }: FeatureContext): SymbolFeatures {
  const { symbol, definitionsOfName, referencingFiles, similarUse } = candidate;
  const isUsed = (uses.get(symbol.name)?.count ?? 0) > 0;
  return {
    rare: 1 / Math.max(1, definitionsOfName),
    common: Math.min(1, Math.log1p(definitionsOfName) / 5),
    popular: Math.min(1, Math.log1p(referencingFiles) / 6),
    unused: Number(referencingFiles === 0),
    similarUse: Math.sqrt(similarUse),
    similarUseUsed: isUsed ? Math.sqrt(similarUse) : 0,
    surestOfName: Number(surest.get(symbol.name) === candidate),
  };
}

function placeFeatures({ path, languageId }: SymbolCandidate, { facts, words }: FeatureContext): SymbolFeatures {
  const alike = pathWords(path).filter((word) => words.has(word)).length;
  return {
    sameFolder: Number(folderOf(path) === folderOf(facts.path)),
    pathAlike: Math.min(1, alike / Math.max(1, words.size)),
    inTest: Number(isTestPath(path) && !isTestPath(facts.path)),
    sameLanguage: Number(languageId === facts.languageId),
  };
}

function kindFeatures({ symbol, path }: SymbolCandidate): SymbolFeatures {
  const { name, kind, container } = symbol;
  return {
    callable: Number(kind === 'function' || kind === 'method' || kind === 'macro'),
    type: Number(typeKinds.has(kind)),
    field: Number(kind === 'field' || kind === 'variable'),
    constant: Number(kind === 'constant'),
    enumMember: Number(kind === 'enumMember'),
    initializer: Number(constructorNames.has(name) || name === container),
    private: Number(name.startsWith('_') || (!symbol.isExported && container === undefined)),
    short: Number(baseName(path) !== '' && name.length <= 3),
  };
}

const typeKinds: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'type', 'enum', 'module'] as const);
const constructorNames: ReadonlySet<string> = new Set(['constructor', '__init__', '__construct', 'initialize', 'new']);

/** 1 at the cursor, 1/2 at `half` lines. */
function nearness(distanceLines: number, half: number): number {
  return half / (half + distanceLines);
}
