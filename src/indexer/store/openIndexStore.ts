import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSchema } from './schema.ts';
import { DamagedStoreError, isStoreDamage, storeTrouble } from './sqliteErrors.ts';
import { SqliteIndexStore } from './sqliteIndexStore.ts';
import { currentFile, deleteOtherFiles, nextFile, type StorePlace } from './storeFiles.ts';

export interface OpenedStore {
  readonly store: SqliteIndexStore;
  /** Absent: the index is in memory. */
  readonly filePath?: string;
  /** A sentence for the user: what was there could not be used. */
  readonly problem?: string;
}

/**
 * Opens the store of a folder, or makes it. A damaged one is left behind for a new one, and where there can be none, the
 * index lives in memory: it never throws for what is wrong with a disk.
 *
 * @param place absent: in memory, which is no problem.
 */
export function openIndexStore(place: StorePlace | undefined): OpenedStore {
  if (place === undefined) return { store: openMemoryStore() };
  try {
    mkdirSync(dirname(place.path), { recursive: true });
    const filePath = currentFile(place);
    const store = openFile(filePath, place.version);
    deleteOtherFiles(place, filePath);
    return { store, filePath };
  } catch (error) {
    if (isStoreDamage(error)) return replaceDamagedStore(place);
    return openInsteadOfFile(place, error);
  }
}

/** Takes the place of a store that was found to be damaged, which may be in use elsewhere yet. */
export function replaceDamagedStore(place: StorePlace): OpenedStore {
  try {
    const filePath = nextFile(place);
    const store = openFile(filePath, place.version);
    deleteOtherFiles(place, filePath);
    return { store, filePath, problem: `The index in ${place.path} was damaged. It is made anew.` };
  } catch (error) {
    return openInsteadOfFile(place, error);
  }
}

/** Takes the place of a store that can't be written any more, for a reason that is not its own. */
export function openInsteadOfFile({ path }: StorePlace, error: unknown): OpenedStore {
  const problem = `The index can't be kept in ${path} (${storeTrouble(error)}), so it is made anew at each start.`;
  return { store: openMemoryStore(), problem };
}

/** An empty index that ends with the process. */
export function openMemoryStore(): SqliteIndexStore {
  const database = new DatabaseSync(':memory:');
  createSchema(database, 0);
  return new SqliteIndexStore(database);
}

function openFile(path: string, version: number): SqliteIndexStore {
  const database = new DatabaseSync(path, { timeout: lockTimeoutMs });
  try {
    // Readers and the writer of another window do not wait for each other, and a commit writes once, without a sync;
    // what is lost when the power fails is a few files' facts, never the order of things.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 8000;
      PRAGMA journal_size_limit = 33554432;
      PRAGMA cache_size = -16000;
      PRAGMA temp_store = MEMORY;
      PRAGMA secure_delete = ON;
    `);
    prepareTables(database, version);
    const store = new SqliteIndexStore(database);
    // Reads each page of the table that all else hangs on: a file that was cut is found here, not at some look-up.
    store.versions();
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Two windows may make the same new file. */
function prepareTables(database: DatabaseSync, version: number): void {
  if (userVersion(database) === version) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const isEmpty = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables'] === 0;
    if (isEmpty) createSchema(database, version);
    else if (userVersion(database) !== version) throw new DamagedStoreError();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function userVersion(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA user_version').get()?.['user_version'];
}

/** What another window does in one transaction takes a tenth of a second, and longer where its worker has to wait. */
const lockTimeoutMs = 5_000;
