import type { ReachKind, SymbolCandidate } from '../../shared/contextQuery.ts';
import { folderOf, isTestPath } from './paths.ts';

/** What candidates that are reached in the same way have in common. */
export interface CandidateGroups {
  readonly byKey: ReadonlyMap<string, CandidateGroup>;
  /** By name, the candidate that is reached in the surest way. */
  readonly surest: ReadonlyMap<string, SymbolCandidate>;
}

export interface CandidateGroup {
  readonly names: number;
  /** Of all of its names together. */
  readonly referencingFiles: number;
}

/** The type, the module or the package that it comes from. */
export function groupOf({ symbol, reaches }: SymbolCandidate): string {
  if (symbol.container !== undefined) return `member ${symbol.container}`;
  const [reach] = reaches;
  return reach === undefined ? '' : `${reach.kind} ${reach.kind === 'imported' ? '' : reach.via}`;
}

export function groupCandidates(candidates: readonly SymbolCandidate[], path: string): CandidateGroups {
  const byKey = new Map<string, { names: number; referencingFiles: number }>();
  const surest = new Map<string, SymbolCandidate>();
  for (const candidate of candidates) {
    const { name } = candidate.symbol;
    const key = groupOf(candidate);
    const group = byKey.get(key) ?? { names: 0, referencingFiles: 0 };
    group.names++;
    group.referencingFiles += candidate.referencingFiles;
    byKey.set(key, group);
    const best = surest.get(name);
    if (best === undefined || sureness(candidate, path) > sureness(best, path)) surest.set(name, candidate);
  }
  return { byKey, surest };
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

function sureness({ reaches, path, symbol, referencingFiles }: SymbolCandidate, ownPath: string): number {
  const best = Math.max(...reaches.map(({ kind }) => surenessOfReach[kind]));
  const isNear = folderOf(path) === folderOf(ownPath);
  return (
    best +
    (isNear ? 0.4 : 0) +
    (symbol.isExported ? 0.2 : 0) -
    (isTestPath(path) ? 0.3 : 0) +
    Math.min(0.1, referencingFiles / 1000)
  );
}
