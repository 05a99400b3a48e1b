import type { NameUse, SymbolCandidate } from '../../shared/contextQuery.ts';
import type { CandidateGroups } from './candidateGroups.ts';

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
  // How it fits to what the document has in variables, and to what the names used there give.
  'receiverNear',
  'receiverFits',
  'resultNear',
  'argumentNear',
  'outcomeNear',
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
  /** By path of a candidate: the share of the document's path words that it has too. */
  readonly pathAlikeness: ReadonlyMap<string, number>;
  /** Parts of names that stand near the cursor. */
  readonly wordsNear: ReadonlySet<string>;
  /** Names near the cursor, by their last word, with the distance of the nearest: variables are often called like their type. */
  readonly namesByLastWord: ReadonlyMap<string, readonly NameUse[]>;
  /** By name, the distance in lines of variables with a known type. */
  readonly variables: ReadonlyMap<string, number>;
  /** By name of a type, the distance in lines of the nearest variable that is of it. */
  readonly variableTypes: ReadonlyMap<string, number>;
  readonly groups: CandidateGroups;
  /** By path, and by path and type: the names that are used of what stands there. */
  readonly usesByPlace: ReadonlyMap<string, readonly NameUse[]>;
}

/** How the document uses a candidate, under whichever name. */
export function useOf({ symbol, usedAs }: SymbolCandidate, uses: ReadonlyMap<string, NameUse>): NameUse | undefined {
  return (usedAs === undefined ? undefined : uses.get(usedAs)) ?? uses.get(symbol.name);
}

/** 1 at the cursor, 1/2 at `half` lines. */
export function nearness(distanceLines: number, half: number): number {
  return half / (half + distanceLines);
}
