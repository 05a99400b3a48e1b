import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LineRange } from '../../shared/codeFacts.ts';
import type { ChunkHit } from '../indexStore.ts';
import { chunkWords, indexedText } from './chunkWords.ts';

/** The chunks of all files, found by their words. The chunks of a file have consecutive rows. */
export class ChunkTable {
  readonly #database: DatabaseSync;
  /** In how many chunks the common words are: counting them takes as long as there are chunks. */
  readonly #commonWords = new Map<string, number>();
  #changes = 0;
  readonly #nextRow: StatementSync;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #search: StatementSync;
  readonly #fileOfRow: StatementSync;
  readonly #chunksWith: StatementSync;
  readonly #merge: StatementSync;
  readonly #totalChanges: StatementSync;
  readonly #wipeState: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#nextRow = database.prepare(
      `SELECT first_chunk + length(chunks) / ${bytesPerChunk} AS next
       FROM files WHERE first_chunk IS NOT NULL ORDER BY first_chunk DESC LIMIT 1`,
    );
    this.#insert = database.prepare('INSERT INTO words (rowid, body) VALUES (?, ?)');
    this.#delete = database.prepare('DELETE FROM words WHERE rowid = ?');
    this.#search = database.prepare(
      'SELECT rowid, -rank AS score FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?',
    );
    this.#fileOfRow = database.prepare(
      'SELECT path, first_chunk, chunks FROM files WHERE first_chunk <= ? ORDER BY first_chunk DESC LIMIT 1',
    );
    this.#chunksWith = database.prepare('SELECT doc FROM word_counts WHERE term = ?');
    this.#merge = database.prepare("INSERT INTO words (words, rank) VALUES ('merge', ?)");
    this.#wipeState = database.prepare('PRAGMA application_id');
    this.#totalChanges = database.prepare('SELECT total_changes() AS total');
  }

  /** @returns the columns of `files` that say where the chunks are: null and null where there are none. */
  add(chunks: readonly LineRange[], text: string): { firstChunk: number | null; chunks: Uint8Array | null } {
    if (chunks.length === 0) return { firstChunk: null, chunks: null };
    this.#noteChange();
    const firstChunk = (this.#nextRow.get()?.['next'] as number | undefined) ?? 1;
    const lines = text.split('\n');
    for (const [index, { start, end }] of chunks.entries()) {
      this.#insert.run(firstChunk + index, indexedText(lines.slice(start, end)));
    }
    const packed = Uint32Array.from(chunks.flatMap(({ start, end }) => [start, end]));
    return { firstChunk, chunks: new Uint8Array(packed.buffer) };
  }

  remove(firstChunk: number | null, chunks: Uint8Array | null): void {
    if (firstChunk === null || chunks === null) return;
    this.#noteChange();
    for (let row = firstChunk; row < firstChunk + chunks.length / bytesPerChunk; row++) this.#delete.run(row);
  }

  search(words: readonly string[], limit: number): ChunkHit[] {
    const telling = this.#tellingWords(words);
    if (telling.length === 0) return [];
    const rows = this.#search.all(telling.map((word) => `"${word}"`).join(' OR '), limit);
    return rows.flatMap((row) => {
      const id = row['rowid'] as number;
      const file = this.#fileOfRow.get(id) as ChunkFileRow | undefined;
      if (file === undefined) return [];
      const packed = new Uint32Array(file.chunks.slice().buffer);
      const index = 2 * (id - file.first_chunk);
      const [start, end] = [packed[index], packed[index + 1]];
      if (start === undefined || end === undefined) return [];
      return [{ path: file.path, lines: { start, end }, score: row['score'] as number }];
    });
  }

  clear(): void {
    this.#commonWords.clear();
    this.#database.exec("INSERT INTO words (words) VALUES ('delete-all')");
  }

  /**
   * All segments are to be merged, now or at the next start: what was removed is wiped out of the file, and words are found
   * sooner where there are fewer segments.
   */
  wantWipe(): void {
    this.#setWipe(wipeStates.wanted);
  }

  /** Merges all segments into one, in steps: what is deleted is left out of it. */
  wipeStep(): 'done' | 'more' {
    const state = this.#wipeState.get()?.['application_id'];
    if (state !== wipeStates.wanted && state !== wipeStates.begun) return 'done';
    const before = this.#totalChanges.get()?.['total'] as number;
    // A negative number of pages begins a merge of all; a positive one goes on with it (the documentation of FTS5).
    this.#merge.run(state === wipeStates.wanted ? -wipePages : wipePages);
    const hasWritten = (this.#totalChanges.get()?.['total'] as number) - before >= 2;
    this.#setWipe(hasWritten ? wipeStates.begun : wipeStates.none);
    if (hasWritten) return 'more';
    // Until it is overwritten, the log has what was there before.
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return 'done';
  }

  #setWipe(state: number): void {
    if (this.#wipeState.get()?.['application_id'] !== state) this.#database.exec(`PRAGMA application_id = ${state}`);
  }

  /** The rarest of the words: one that is everywhere tells nothing, and costs most. */
  #tellingWords(words: readonly string[]): readonly string[] {
    const own = new Set(words.flatMap(chunkWords).map(foldAscii));
    const counted = Array.from(own, (word) => ({ word, chunks: this.#countChunks(word) }));
    const known = counted.filter(({ chunks }) => chunks > 0).sort((a, b) => a.chunks - b.chunks);
    let sum = 0;
    return known
      .filter(({ chunks }, index) => {
        sum += chunks;
        return sum <= maxPostings || index < minQueryWords;
      })
      .map(({ word }) => word);
  }

  #countChunks(word: string): number {
    const known = this.#commonWords.get(word);
    if (known !== undefined) return known;
    const chunks = (this.#chunksWith.get(word)?.['doc'] as number | undefined) ?? 0;
    if (chunks >= minCommonChunks) this.#commonWords.set(word, chunks);
    return chunks;
  }

  /** A word that is common stays so for a while, whatever happens to a file. */
  #noteChange(): void {
    this.#changes += 1;
    if (this.#changes % changesPerCount === 0) this.#commonWords.clear();
  }
}

const bytesPerChunk = 8;
const wipePages = 64;
/** Kept as the database's application id, a number in its head that SQLite itself does not use. */
const wipeStates = { none: 0, wanted: 1, begun: 2 } as const;
/** Pairs of a word and a chunk that one search weighs, at about 1 µs each. */
const maxPostings = 10_000;
const minCommonChunks = 200;
const changesPerCount = 500;
const minQueryWords = 3;

interface ChunkFileRow {
  readonly path: string;
  readonly first_chunk: number;
  readonly chunks: Uint8Array;
}

/** As the tokeniser of `words` folds. */
function foldAscii(word: string): string {
  return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
