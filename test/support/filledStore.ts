import type { Grammars } from '../../src/core/syntax/grammars.ts';
import { FileParser } from '../../src/indexer/fileParser.ts';
import { openMemoryStore } from '../../src/indexer/store/openIndexStore.ts';
import type { SqliteIndexStore } from '../../src/indexer/store/sqliteIndexStore.ts';

/** An index of files that are nowhere, to be closed. */
export async function filledStore(
  grammars: Grammars,
  files: Readonly<Record<string, string>>,
): Promise<SqliteIndexStore> {
  const store = openMemoryStore();
  const parser = new FileParser(grammars);
  for (const [path, text] of Object.entries(files)) {
    const { facts } = await parser.parse(path, text);
    store.put({ path, sizeBytes: text.length, modifiedMs: 0, hash: '' }, facts, text);
  }
  return store;
}

/** Reads the same files. */
export function readerOf(files: Readonly<Record<string, string>>): {
  read(path: string): Promise<Uint8Array | undefined>;
} {
  const read = async (path: string) => {
    const text = files[path];
    return text === undefined ? undefined : new TextEncoder().encode(text);
  };
  return { read };
}
