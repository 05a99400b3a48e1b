import type { DatabaseSync } from 'node:sqlite';
import type { FileFacts, ImportFact } from '../../shared/codeFacts.ts';
import type { WorkspaceFile } from '../../shared/workspace.ts';
import type { ChunkHit, IndexReader, IndexWriter, Revision, StoredFile, StoredSymbol } from '../indexStore.ts';
import { isManifest } from '../resolve/manifests.ts';
import { ChunkTable } from './chunkTable.ts';
import { NameCounts } from './nameCounts.ts';
import { nameKey, unpackKeys } from './nameKey.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { packSymbol, type SymbolRow, unpackSymbol } from './symbolRow.ts';

export interface FileVersion {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly hash: string;
}

/**
 * The index of one folder in an SQLite database. Every method may throw SQLite's errors: `openIndexStore.ts` tells which
 * of them mean that the store is of no use any more.
 */
export class SqliteIndexStore implements IndexReader, IndexWriter {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #names: NameCounts;
  readonly #chunks: ChunkTable;
  #isInBatch = false;
  /** Counts the paths that came and went through this object, and the manifests that did or have changed. */
  #pathChanges = 0;
  #manifestChanges = 0;

  /** `database` has the tables of `schema.ts`. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#names = new NameCounts(database);
    this.#chunks = new ChunkTable(database);
  }

  file(path: string): StoredFile | undefined {
    const row = this.#statements.file.get(path) as StoredFileRow | undefined;
    if (row === undefined) return undefined;
    const file = { path, sizeBytes: row.size, modifiedMs: row.modified, languageId: row.language };
    return row.package === null ? file : { ...file, package: row.package };
  }

  *paths(): Iterable<string> {
    for (const row of this.#statements.paths.all()) yield row['path'] as string;
  }

  /** What is known of each file, those that are skipped included, by path: to be compared with what there is. */
  versions(): Map<string, FileVersion> {
    const rows = this.#statements.versions.all() as unknown as VersionRow[];
    return new Map(rows.map((row) => [row.path, toVersion(row)]));
  }

  version(path: string): FileVersion | undefined {
    const row = this.#statements.version.get(path) as VersionRow | undefined;
    return row === undefined ? undefined : toVersion(row);
  }

  /** What is known in a folder, those that are skipped included. */
  pathsUnder(folder: string): readonly string[] {
    // `0` follows `/`.
    return this.#statements.pathsUnder.all(`${folder}/`, `${folder}0`).map((row) => row['path'] as string);
  }

  revision(): Revision {
    // The version of the data is another one as soon as another connection has written something.
    const version = (this.#statements.dataVersion.get()?.['data_version'] as number) * 2 ** 32;
    return { paths: version + this.#pathChanges, manifests: version + this.#manifestChanges };
  }

  symbolsNamed(names: readonly string[]): readonly StoredSymbol[] {
    return this.#symbols('symbolsNamed', names);
  }

  symbolsIn(paths: readonly string[]): readonly StoredSymbol[] {
    return this.#symbols('symbolsIn', paths);
  }

  symbolsInContainers(containers: readonly string[]): readonly StoredSymbol[] {
    return this.#symbols('symbolsInContainer', containers);
  }

  importsOf(path: string): readonly ImportFact[] {
    const imports = this.#statements.imports.get(path)?.['imports'];
    return typeof imports === 'string' ? (JSON.parse(imports) as ImportFact[]) : [];
  }

  filesOfPackage(languageId: string, packageName: string): readonly string[] {
    return this.#statements.filesOfPackage.all(languageId, packageName).map((row) => row['path'] as string);
  }

  definitionCounts(names: readonly string[]): ReadonlyMap<string, number> {
    const count = (name: string) => this.#statements.definitionCount.get(name)?.['definitions'] as number;
    return new Map(names.map((name) => [name, count(name)]));
  }

  referencingFiles(names: readonly string[], exceptPath?: string): ReadonlyMap<string, number> {
    const packed = exceptPath === undefined ? undefined : this.#statements.namesOf.get(exceptPath)?.['names'];
    const own = new Set(packed instanceof Uint8Array ? unpackKeys(packed) : []);
    const count = (name: string) => this.#names.filesUsing(name) - (own.has(nameKey(name)) ? 1 : 0);
    return new Map(names.map((name) => [name, count(name)]));
  }

  searchChunks(words: readonly string[], limit: number): readonly ChunkHit[] {
    return this.#chunks.search(words, limit);
  }

  counts(): { readonly files: number; readonly symbols: number } {
    const row = this.#statements.counts.get() as { files: number; symbols: number };
    return { files: row.files, symbols: row.symbols };
  }

  /** Those with most files, the commonest first. */
  languages(limit: number): readonly string[] {
    return this.#statements.languages.all(limit).map((row) => row['language'] as string);
  }

  put(file: WorkspaceFile & { readonly hash: string }, facts: FileFacts, text: string): void {
    this.batch(() => {
      if (!this.#forget(file.path)) this.#pathChanges += 1;
      this.#noteManifest(file.path);
      const names = this.#names.add(new Set(facts.references.map(({ name }) => name)));
      const { firstChunk, chunks } = this.#chunks.add(facts.chunks, text);
      const imports = facts.imports.length === 0 ? null : JSON.stringify(facts.imports);
      const { path, sizeBytes, modifiedMs, hash } = file;
      const { languageId, package: packageName = null } = facts;
      const { lastInsertRowid } = this.#statements.insertFile.run(
        path,
        sizeBytes,
        modifiedMs,
        hash,
        languageId,
        packageName,
        firstChunk,
        chunks,
        imports,
        names,
      );
      for (const [ordinal, symbol] of facts.symbols.entries()) {
        this.#statements.insertSymbol.run(lastInsertRowid, ordinal, ...packSymbol(symbol));
      }
    });
  }

  /** The file has no content that is worth indexing. */
  skip({ path, sizeBytes, modifiedMs, hash }: WorkspaceFile & { readonly hash: string }): void {
    this.batch(() => {
      this.remove(path);
      this.#noteManifest(path);
      this.#statements.insertSkipped.run(path, sizeBytes, modifiedMs, hash);
    });
  }

  /** The file is what it was, under another time. */
  touch({ path, sizeBytes, modifiedMs }: WorkspaceFile): void {
    this.#statements.touch.run(sizeBytes, modifiedMs, path);
    this.#statements.touchSkipped.run(sizeBytes, modifiedMs, path);
  }

  remove(path: string): void {
    this.batch(() => {
      if (!this.#forget(path)) return;
      this.#pathChanges += 1;
      this.#noteManifest(path);
      this.#chunks.wantWipe();
    });
  }

  /** Makes what `work` puts and removes one transaction: much faster, and all or nothing. It may be called within one. */
  batch(work: () => void): void {
    if (this.#isInBatch) {
      work();
      return;
    }
    this.#database.exec('BEGIN IMMEDIATE');
    this.#isInBatch = true;
    try {
      work();
      this.#names.flush();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#names.discard();
      // Some errors have ended the transaction already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#isInBatch = false;
    }
  }

  clear(): void {
    this.batch(() => {
      this.#database.exec('DELETE FROM files; DELETE FROM skipped; DELETE FROM symbols; DELETE FROM names');
      this.#chunks.clear();
      this.#pathChanges += 1;
      this.#manifestChanges += 1;
    });
  }

  /** Many files were put: what {@link wipeStep} does makes searching quicker. */
  wantWipe(): void {
    this.#chunks.wantWipe();
  }

  /**
   * One step, of some milliseconds, of wiping the words of removed files out of the store's file, where else they stay
   * until they are merged away. To be called until it answers `done`; it goes on where another process has stopped.
   */
  wipeStep(): 'done' | 'more' {
    return this.#chunks.wipeStep();
  }

  close(): void {
    this.#database.close();
  }

  #noteManifest(path: string): void {
    if (isManifest(path)) this.#manifestChanges += 1;
  }

  #forget(path: string): boolean {
    this.#statements.deleteSkipped.run(path);
    const row = this.#statements.removal.get(path) as RemovalRow | undefined;
    if (row === undefined) return false;
    this.#names.subtract(row.names);
    this.#chunks.remove(row.first_chunk, row.chunks);
    this.#statements.deleteSymbols.run(row.id);
    this.#statements.deleteFile.run(row.id);
    return true;
  }

  #symbols(statement: 'symbolsNamed' | 'symbolsIn' | 'symbolsInContainer', keys: readonly string[]): StoredSymbol[] {
    const symbols: StoredSymbol[] = [];
    for (const key of new Set(keys)) {
      for (const row of this.#statements[statement].all(key)) symbols.push(unpackSymbol(row as unknown as SymbolRow));
    }
    return symbols;
  }
}

interface StoredFileRow {
  readonly size: number;
  readonly modified: number;
  readonly language: string;
  readonly package: string | null;
}

interface VersionRow {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly hash: string;
}

function toVersion({ size, modified, hash }: VersionRow): FileVersion {
  return { sizeBytes: size, modifiedMs: modified, hash };
}

interface RemovalRow {
  readonly id: number;
  readonly first_chunk: number | null;
  readonly chunks: Uint8Array | null;
  readonly names: Uint8Array | null;
}
