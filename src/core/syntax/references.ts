import type { NameCount } from '../../shared/codeFacts.ts';
import type { Captures } from './captures.ts';

/** Names that every file uses and none defines for others. */
const ignoredNames: Readonly<Record<string, ReadonlySet<string>>> = {
  python: new Set(['self', 'cls']),
};

/** How often each name is used: identifiers that are neither defined, nor bound, nor imported where they stand. */
export function countReferences(languageId: string, text: string, captures: Captures): readonly NameCount[] {
  const ignored = ignoredNames[languageId];
  const defined = new Set(captures.locals);
  for (const { nameStart } of captures.definitions) defined.add(nameStart);
  const imports = [...captures.imports].sort((a, b) => a.start - b.start);
  const counts = new Map<string, number>();
  let nextImport = 0;
  let importedUntil = -1;
  for (const node of captures.references) {
    const start = node.startIndex;
    for (let found = imports[nextImport]; found !== undefined && found.start <= start; found = imports[++nextImport]) {
      importedUntil = Math.max(importedUntil, found.end);
    }
    // The parser makes up an empty name where one is missing.
    if (start < importedUntil || start === node.endIndex || defined.has(start)) continue;
    const name = text.slice(start, node.endIndex);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([name]) => ignored?.has(name) !== true).map(([name, count]) => ({ name, count }));
}
