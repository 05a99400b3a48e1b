import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Definitions of one name, and members of one container, that are told at most. Such a name says nothing any more. */
const maxSymbolsPerName = 200;

export type Statements = Readonly<Record<keyof typeof sources, StatementSync>>;

export function prepareStatements(database: DatabaseSync): Statements {
  const prepared = Object.entries(sources).map(([name, source]) => [name, database.prepare(source)]);
  return Object.fromEntries(prepared) as Statements;
}

const symbolColumns = `
  files.path, files.language, symbols.name, kind, signature, container, exported, start_line, end_line
  FROM symbols JOIN files ON files.id = symbols.file`;

const sources = {
  file: 'SELECT size, modified, language, package FROM files WHERE path = ?',
  paths: 'SELECT path FROM files',
  versions: `SELECT path, size, modified, hash FROM files
    UNION ALL SELECT path, size, modified, hash FROM skipped`,
  version: `SELECT size, modified, hash FROM files WHERE path = ?1
    UNION ALL SELECT size, modified, hash FROM skipped WHERE path = ?1`,
  pathsUnder: `SELECT path FROM files WHERE path > ?1 AND path < ?2
    UNION ALL SELECT path FROM skipped WHERE path > ?1 AND path < ?2`,
  symbolsNamed: `SELECT ${symbolColumns} WHERE symbols.name = ? LIMIT ${maxSymbolsPerName}`,
  symbolsIn: `SELECT ${symbolColumns} WHERE files.path = ?`,
  symbolsInContainer: `SELECT ${symbolColumns} WHERE container = ? LIMIT ${maxSymbolsPerName}`,
  definitionCount: 'SELECT count(*) AS definitions FROM symbols WHERE name = ?',
  dataVersion: 'PRAGMA data_version',
  imports: 'SELECT imports FROM files WHERE path = ?',
  filesOfPackage: 'SELECT path FROM files WHERE language = ? AND package = ?',
  namesOf: 'SELECT names FROM files WHERE path = ?',
  languages: 'SELECT language FROM files GROUP BY language ORDER BY count(*) DESC LIMIT ?',
  counts: 'SELECT (SELECT count(*) FROM files) AS files, (SELECT count(*) FROM symbols) AS symbols',
  insertFile: `INSERT INTO files (path, size, modified, hash, language, package, first_chunk, chunks, imports, names)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  insertSymbol: 'INSERT INTO symbols VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  touch: 'UPDATE files SET size = ?, modified = ? WHERE path = ?',
  touchSkipped: 'UPDATE skipped SET size = ?, modified = ? WHERE path = ?',
  insertSkipped: 'INSERT INTO skipped VALUES (?, ?, ?, ?)',
  deleteSkipped: 'DELETE FROM skipped WHERE path = ?',
  removal: 'SELECT id, first_chunk, chunks, names FROM files WHERE path = ?',
  deleteSymbols: 'DELETE FROM symbols WHERE file = ?',
  deleteFile: 'DELETE FROM files WHERE id = ?',
} as const;
