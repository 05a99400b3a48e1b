/** What the index of one folder keeps, and how it is asked. */
import type { CodeSymbol, FileFacts, ImportFact, LineRange } from '../shared/codeFacts.ts';
import type { WorkspaceFile } from '../shared/workspace.ts';

/** A file as the store has it. */
export interface StoredFile extends WorkspaceFile {
  readonly languageId: string;
  readonly package?: string;
}

export interface StoredSymbol {
  readonly path: string;
  readonly languageId: string;
  readonly symbol: CodeSymbol;
}

export interface ChunkHit {
  readonly path: string;
  readonly lines: LineRange;
  /** BM25, greater is nearer. */
  readonly score: number;
}

/** Both are other numbers after a change. */
export interface Revision {
  /** Of what `paths` gives. */
  readonly paths: number;
  /** Of the manifests among the files, or of what is in them. */
  readonly manifests: number;
}

/** Reading side: what looking up a context needs. All answers are complete unless a limit is said. */
export interface IndexReader {
  file(path: string): StoredFile | undefined;
  /** Paths of all files, in no order. */
  paths(): Iterable<string>;
  revision(): Revision;
  /** Definitions of each of these names, in all files; at most 200 a name. */
  symbolsNamed(names: readonly string[]): readonly StoredSymbol[];
  symbolsIn(paths: readonly string[]): readonly StoredSymbol[];
  /** Members of the types of these names, wherever they are; at most 200 a name. */
  symbolsInContainers(containers: readonly string[]): readonly StoredSymbol[];
  importsOf(path: string): readonly ImportFact[];
  filesOfPackage(languageId: string, packageName: string): readonly string[];
  /** How many definitions each of these names has, by name. */
  definitionCounts(names: readonly string[]): ReadonlyMap<string, number>;
  /** How many files use each of these names, by name; `exceptPath` is not counted. */
  referencingFiles(names: readonly string[], exceptPath?: string): ReadonlyMap<string, number>;
  /** Chunks with most of these words in common. Words are identifiers, in their own case. */
  searchChunks(words: readonly string[], limit: number): readonly ChunkHit[];
}

/** Writing side. */
export interface IndexWriter {
  /** Takes the place of what was known of the file. `text` is what `facts.chunks` are lines of. */
  put(file: WorkspaceFile & { readonly hash: string }, facts: FileFacts, text: string): void;
  remove(path: string): void;
}
