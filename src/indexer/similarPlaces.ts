import { namesIn } from '../core/context/identifiers.ts';
import { likenessOfLines } from '../core/context/likeness.ts';
import { baseName, folderOf } from '../core/context/paths.ts';
import type { ChunkCandidate, CursorFacts, Surroundings } from '../shared/contextQuery.ts';
import type { Workspace } from '../shared/workspace.ts';
import { readSourceText } from './crawl/readSourceText.ts';
import type { ChunkHit, IndexReader } from './indexStore.ts';
import { chunkWords } from './store/chunkWords.ts';

/** What resembles the place of the cursor, and which names are used there. */
export interface SimilarPlaces {
  readonly chunks: readonly ChunkCandidate[];
  readonly names: ReadonlyMap<string, SimilarUse>;
}

export interface SimilarUse {
  /** The share of the chunks that use the name, weighed by how near they are: 0 to 1. */
  readonly share: number;
  /** How much the lines around a use of it resemble those around the cursor: 0 to 1. */
  readonly likeness: number;
  /** A file that uses it, the nearest one. */
  readonly path: string;
}

export async function similarPlaces(
  reader: IndexReader,
  workspace: Pick<Workspace, 'read'>,
  { path: ownPath, surroundings }: CursorFacts,
  nearbyText: string,
  signal: AbortSignal | undefined,
): Promise<SimilarPlaces> {
  const hits = searchBoth(reader, nearbyText, surroundings);
  const texts = new Map<string, readonly string[]>();
  const chunks: ChunkCandidate[] = [];
  for (const { path, lines, score } of hits) {
    if (path === ownPath || chunks.length >= maxChunks) continue;
    signal?.throwIfAborted();
    const languageId = reader.file(path)?.languageId;
    if (languageId === undefined) continue;
    const fileLines = texts.get(path) ?? (await readLines(workspace, path));
    texts.set(path, fileLines);
    const text = fileLines.slice(lines.start, lines.end).join('\n');
    if (text.trim() === '') continue;
    chunks.push({ path, languageId, lines, text, score, isSibling: isSibling(path, ownPath) });
  }
  return { chunks, names: usesIn(chunks, surroundings) };
}

/** What resembles the wider surroundings, and what has the names of the lines right around the cursor. */
function searchBoth(reader: IndexReader, nearbyText: string, { above, below }: Surroundings): readonly ChunkHit[] {
  if (nearbyText.trim() === '') return [];
  const wide = reader.searchChunks(chunkWords(nearbyText), maxHits);
  const near = reader.searchChunks([...above, ...below].flat(), maxHits);
  const known = new Set(wide.map(({ path, lines }) => `${path}:${lines.start}`));
  const greatest = (hits: readonly ChunkHit[]) => Math.max(...hits.map(({ score }) => score), Number.MIN_VALUE);
  // The two searches have scales of their own.
  const scale = greatest(wide) / greatest(near) / 2;
  const others = near.filter(({ path, lines }) => !known.has(`${path}:${lines.start}`));
  return [...wide.slice(0, maxWide), ...others.slice(0, maxNear).map((hit) => ({ ...hit, score: hit.score * scale }))];
}

const maxHits = 24;
const maxWide = 16;
const maxNear = 12;
const maxChunks = 24;

async function readLines(workspace: Pick<Workspace, 'read'>, path: string): Promise<readonly string[]> {
  const text = await readSourceText(workspace, path);
  return text?.split('\n') ?? [];
}

function usesIn(chunks: readonly ChunkCandidate[], place: Surroundings): ReadonlyMap<string, SimilarUse> {
  const uses = new Map<string, SimilarUse>();
  const total = chunks.reduce((sum, { score }) => sum + score, 0);
  for (const { text, score, path } of chunks) {
    for (const [name, likeness] of likenessOfNames(text, place)) {
      const known = uses.get(name);
      uses.set(name, {
        share: (known?.share ?? 0) + score / total,
        likeness: Math.max(known?.likeness ?? 0, likeness),
        path: known?.path ?? path,
      });
    }
  }
  return uses;
}

/** By name, how much the lines around its uses resemble those around the cursor, at most. */
function likenessOfNames(text: string, place: Surroundings): ReadonlyMap<string, number> {
  const lines = text
    .split('\n')
    .map(namesIn)
    .filter((names) => names.length > 0);
  const likeness = new Map<string, number>();
  for (const [index, alike] of likenessOfLines(lines, place).entries())
    for (const name of lines[index] ?? []) likeness.set(name, Math.max(likeness.get(name) ?? 0, alike));
  return likeness;
}

/** A test and what it tests, a header and what implements it: the same name, but for what says so. */
function isSibling(path: string, ownPath: string): boolean {
  return plainName(path) === plainName(ownPath) && (folderOf(path) === folderOf(ownPath) || plainName(path).length > 5);
}

function plainName(path: string): string {
  return baseName(path)
    .replace(/^test_|[_-](?:test|spec)$|(?:Test|Tests|Spec)$/, '')
    .toLowerCase();
}
