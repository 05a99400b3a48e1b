import type { IndexReader, StoredSymbol } from './indexStore.ts';

/** Their namespaces are no part of how a name is found: `using` and `namespace` bring it to where it is used. */
const languages: ReadonlySet<string> = new Set(['c', 'cpp', 'csharp', 'php']);

/** `reader` with what stands in a namespace told as if it stood at the top level of its file. */
export function withoutNamespaces(reader: IndexReader): IndexReader {
  const known = new Map<string, boolean>();
  const isNamespace = (name: string): boolean => {
    let is = known.get(name);
    if (is === undefined) {
      is = reader
        .symbolsNamed([name])
        .some(({ symbol, languageId }) => symbol.kind === 'module' && languages.has(languageId));
      known.set(name, is);
    }
    return is;
  };
  const flat = (stored: StoredSymbol): StoredSymbol => {
    const { container, ...symbol } = stored.symbol;
    if (container === undefined || !languages.has(stored.languageId) || !isNamespace(container)) return stored;
    return { ...stored, symbol };
  };
  return {
    file: (path) => reader.file(path),
    paths: () => reader.paths(),
    revision: () => reader.revision(),
    importsOf: (path) => reader.importsOf(path),
    filesOfPackage: (languageId, name) => reader.filesOfPackage(languageId, name),
    definitionCounts: (names) => reader.definitionCounts(names),
    referencingFiles: (names, exceptPath) => reader.referencingFiles(names, exceptPath),
    searchChunks: (words, limit) => reader.searchChunks(words, limit),
    symbolsNamed: (names) => reader.symbolsNamed(names).map(flat),
    symbolsIn: (paths) => reader.symbolsIn(paths).map(flat),
    symbolsInContainers: (containers) => {
      const symbols = reader.symbolsInContainers(containers);
      return symbols.filter(
        ({ languageId, symbol: { container = '' } }) => !languages.has(languageId) || !isNamespace(container),
      );
    },
  };
}
