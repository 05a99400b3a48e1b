import { folderOf } from '../core/context/paths.ts';
import { rankSymbols } from '../core/context/rankSymbols.ts';
import type { ContextCandidates, CursorFacts } from '../shared/contextQuery.ts';
import type { LookUpParams } from '../shared/indexProtocol.ts';
import type { Workspace } from '../shared/workspace.ts';
import { CandidateSet } from './candidateSet.ts';
import { addImported } from './imported.ts';
import type { IndexReader } from './indexStore.ts';
import { isTopLevel } from './isTopLevel.ts';
import { addMembers } from './members.ts';
import { readingOnce } from './readingOnce.ts';
import { nearestFirst } from './resolve/pathIndex.ts';
import { type Project, projectOf } from './resolve/project.ts';
import { type SimilarPlaces, similarPlaces } from './similarPlaces.ts';
import { withoutTwins } from './withoutTwins.ts';

/**
 * The definitions and chunks of other files that the place of the cursor may need, the likeliest first: what is imported,
 * what the package has, members of the types that are named here or nearby, names that are used, and names that
 * similar places use.
 *
 * @throws an AbortError where `signal` says so.
 */
export async function lookUp(
  reader: IndexReader,
  workspace: Pick<Workspace, 'read'>,
  { facts, nearbyText }: Pick<LookUpParams, 'facts' | 'nearbyText'>,
  signal?: AbortSignal,
  mostSymbols: number = maxSymbols,
): Promise<ContextCandidates> {
  const folder = await projectOf(reader, workspace);
  const project = { ...folder, reader: readingOnce(folder.reader) };
  signal?.throwIfAborted();
  const similar = await similarPlaces(reader, workspace, facts, nearbyText, signal);
  signal?.throwIfAborted();
  const candidates = new CandidateSet(facts.path);
  addImported(candidates, project, facts);
  addPackage(candidates, project, facts);
  addNamed(candidates, project.reader, facts);
  addSimilar(candidates, project.reader, similar);
  const receivers = addMembers(candidates, project.reader, facts);
  const found = candidates.toCandidates(reader, similar.names, (types) => receivers.of(types));
  const ranked = rankSymbols(facts, withoutTwins(found));
  return { symbols: ranked.slice(0, mostSymbols), chunks: similar.chunks };
}

/** Of which about 60 fit into a prompt. The others may come up while the user types. */
const maxSymbols = 400;
/** A name with more definitions tells nothing by itself. */
const maxDefinitionsOfName = 40;
const maxDefinitionsOfSimilarName = 12;
const maxSimilarNames = 200;
const maxPackageFiles = 80;

/** What the language shows without an import. */
function addPackage(candidates: CandidateSet, { reader, paths }: Project, facts: CursorFacts): void {
  const { languageId, path } = facts;
  if (languageId === 'go') {
    const files = paths.inFolder(folderOf(path)).filter((other) => other.endsWith('.go'));
    const symbols = reader.symbolsIn(nearestFirst(files, path).slice(0, maxPackageFiles));
    candidates.add(symbols, { kind: 'samePackage', via: folderOf(path) });
    return;
  }
  for (const packageName of packagesOf(facts)) {
    const languageIds = languageId === 'java' || languageId === 'kotlin' ? ['java', 'kotlin'] : [languageId];
    const files = languageIds.flatMap((id) => reader.filesOfPackage(id, packageName));
    const symbols = reader.symbolsIn(nearestFirst(files, path).slice(0, maxPackageFiles));
    candidates.add(symbols.filter(isTopLevel), { kind: 'samePackage', via: packageName });
  }
}

/** The package; in C# those around it too. */
function packagesOf({ languageId, package: own }: CursorFacts): readonly string[] {
  if (own === undefined) return [];
  if (languageId !== 'csharp') return [own];
  const parts = own.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
}

function addNamed(candidates: CandidateSet, reader: IndexReader, facts: CursorFacts): void {
  const own = new Set(facts.ownNames);
  const names = facts.names.filter(({ name, count }) => count > 0 && !own.has(name)).map(({ name }) => name);
  candidates.add(reader.symbolsNamed(fewOf(reader, names, maxDefinitionsOfName)), ({ path }) => ({
    kind: 'named',
    via: path,
  }));
}

function addSimilar(candidates: CandidateSet, reader: IndexReader, { names: uses }: SimilarPlaces): void {
  const names = [...uses].sort(([, a], [, b]) => b.share + b.likeness - a.share - a.likeness).map(([name]) => name);
  const rare = fewOf(reader, names, maxDefinitionsOfSimilarName).slice(0, maxSimilarNames);
  candidates.add(reader.symbolsNamed(rare), ({ symbol, path }) => ({
    kind: 'similar',
    via: uses.get(symbol.name)?.path ?? path,
  }));
}

/** The names that have at least one definition, and at most `most`. */
function fewOf(reader: IndexReader, names: readonly string[], most: number): readonly string[] {
  const counts = reader.definitionCounts(names);
  return names.filter((name) => {
    const count = counts.get(name) ?? 0;
    return count > 0 && count <= most;
  });
}
