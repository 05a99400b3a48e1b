import type { ImportFact } from '../shared/codeFacts.ts';
import type { IndexReader, StoredSymbol } from './indexStore.ts';

/**
 * `reader`, for one look-up: a file is read once, however many imports lead to it. Twenty imports from one package would
 * read all of its files twenty times.
 *
 * @param reader an object whose functions need no `this`.
 */
export function readingOnce(reader: IndexReader): IndexReader {
  const symbols = new Map<string, readonly StoredSymbol[]>();
  const imports = new Map<string, readonly ImportFact[]>();
  return {
    ...reader,
    symbolsIn: (paths) => [...new Set(paths)].flatMap((path) => known(symbols, path, () => reader.symbolsIn([path]))),
    importsOf: (path) => known(imports, path, () => reader.importsOf(path)),
  };
}

function known<T>(values: Map<string, T>, key: string, read: () => T): T {
  const old = values.get(key);
  if (old !== undefined) return old;
  const value = read();
  values.set(key, value);
  return value;
}
