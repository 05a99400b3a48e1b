import type { DatabaseSync } from 'node:sqlite';

/** Makes the tables in an empty database. `version`: as in `StorePlace`. */
export function createSchema(database: DatabaseSync, version: number): void {
  database.exec(`${tables} PRAGMA user_version = ${version}`);
}

/**
 * No table has a file's text: what lies here are names, signatures and words, and they go when their file goes.
 *
 * - `files.imports`: JSON. `files.names`: keys of the names that the file uses, 8 bytes each, so that their counts can be
 *   lowered when it goes. `files.chunks`: start and end of each, 4 bytes each; the first one is row `first_chunk` of `words`,
 *   the others follow.
 * - `skipped`: files whose content is not worth indexing. They are known so that they need not be read again.
 * - `names`: how many files use a name. It stands under its key (`nameKey.ts`): nothing ever asks which names there are.
 * - `words`: contentless, so only the inverted index is kept. Term frequencies are in positions, and BM25 answers zero
 *   without them (`detail = none`), which would save half of its 30 % of the text. Its segments are merged by sixteen, not by
 *   four as is the default: filling it takes a fifth less time (21 instead of 26 ms a MB). What a pass over many files leaves is
 *   merged into one when there is nothing else to do (4 ms a MB).
 */
const tables = `
  CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    modified REAL NOT NULL,
    hash TEXT NOT NULL,
    language TEXT NOT NULL,
    package TEXT,
    first_chunk INTEGER,
    chunks BLOB,
    imports TEXT,
    names BLOB
  );
  CREATE INDEX files_of_package ON files (language, package) WHERE package IS NOT NULL;
  CREATE INDEX file_of_chunk ON files (first_chunk) WHERE first_chunk IS NOT NULL;
  CREATE TABLE skipped (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified REAL NOT NULL, hash TEXT NOT NULL)
    WITHOUT ROWID;
  CREATE TABLE symbols (
    file INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    signature TEXT NOT NULL,
    container TEXT,
    exported INTEGER NOT NULL,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    PRIMARY KEY (file, ordinal)
  ) WITHOUT ROWID;
  CREATE INDEX symbols_named ON symbols (name);
  CREATE INDEX symbols_in_container ON symbols (container) WHERE container IS NOT NULL;
  CREATE TABLE names (key INTEGER PRIMARY KEY, files INTEGER NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5 (
    body, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '_$'"
  );
  INSERT INTO words (words, rank) VALUES ('automerge', 16);
  CREATE VIRTUAL TABLE word_counts USING fts5vocab (words, row);
`;
