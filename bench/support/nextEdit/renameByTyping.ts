import { type EditHistory, newHistory, recordEdits } from '../../../src/core/nextEdit/editHistory.ts';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import { languageOfPath } from '../../../src/core/syntax/languageLookup.ts';
import { type DocumentSource, otherDocuments } from '../../../src/host/nextEdit/otherDocuments.ts';
import type { IndexedFolder } from '../indexedFolder.ts';
import type { FileSymbol } from './languageServer.ts';
import { offsetAt, type Place, placeAt } from './place.ts';

export interface IndexedTexts {
  readonly index: Pick<IndexedFolder, 'client' | 'folderUri'>;
  /** By path, as the index has them. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Renames a definition as somebody does who types an ending, and saves nothing.
 *
 * @returns where other files are then proposed to be edited; `undefined`: nothing is proposed, in the same file neither.
 */
export async function renameByTyping(
  repository: IndexedTexts,
  definition: FileSymbol,
  ending: string,
): Promise<readonly Place[] | undefined> {
  const { path, name } = definition;
  const { texts } = repository;
  const text = texts.get(path) ?? '';
  const languageId = languageOfPath(path)?.id ?? '';
  const next = proposeNextEdits(typed(text, offsetAt(text, definition) + name.length, ending), languageId);
  if (next?.shared === undefined) return next && [];
  const places: Place[] = [];
  const never = new AbortController().signal;
  const isWanted = (): boolean => true;
  for await (const { uri, editsIn } of otherDocuments(sourceOf(repository, path), next.shared, isWanted, never)) {
    const other = texts.get(uri) ?? '';
    const edits = editsIn(other, languageOfPath(uri)?.id ?? '');
    places.push(...edits.map(({ range }) => placeAt(uri, other, range.start)));
  }
  return places;
}

/** After each key. */
function typed(text: string, offset: number, keys: string): EditHistory {
  return [...keys].reduce((history, key, at) => {
    const range = { start: offset + at, end: offset + at };
    return recordEdits(history, [{ range, newText: key }]);
  }, newHistory(text));
}

/** Of a window with one document: that at `path`. What is a URI elsewhere is a path here. */
function sourceOf({ index, texts }: IndexedTexts, path: string): DocumentSource {
  const { client, folderUri } = index;
  return {
    inTabs: () => [],
    open: () => [],
    usersOf: async (name, signal) => {
      const users = await client.definitionUsers({ folderUri, path, name }, signal);
      return users.map(({ path: uri, ...origins }) => {
        const languageId = languageOfPath(uri)?.id;
        return { uri, origins, ...(languageId && { languageId }) };
      });
    },
    mayQuote: (uri, signal) => client.mayQuote(folderUri, uri, signal),
    read: async (uri) => texts.get(uri),
  };
}
