import type { NameQuery, UsedName } from './nameDoubts.ts';
import { hasName, usedNames } from './usedNames.ts';

/** What says which names there are. */
export interface NameSources {
  /** Those of some names that no indexed file defines or uses. `undefined`: that can't be told. */
  readonly absentNames: (names: readonly string[], signal: AbortSignal) => Promise<readonly string[] | undefined>;
  /** Of open documents: what is not saved yet, or in no index. Asked for only where a name is in no indexed file. */
  readonly openTexts: () => Iterable<string>;
}

/**
 * Names that a text would use at a place and that exist nowhere: neither in the document, nor in the prompt, nor in the
 * index, nor in another open document, nor declared by the text.
 */
export async function unknownNames(
  { absentNames, openTexts }: NameSources,
  { place, text, promptTexts }: NameQuery,
  signal: AbortSignal,
): Promise<readonly UsedName[]> {
  const known = [place.prefix, place.suffix, ...promptTexts];
  const isKnown = ({ name }: UsedName) => known.some((one) => hasName(one, name));
  const fresh = usedNames(text, place)
    .filter((used) => !isKnown(used))
    .slice(0, maxNames);
  if (fresh.length === 0) return [];
  const names = fresh.map(({ name }) => name);
  const absent = new Set(await absentNames(names, signal));
  if (absent.size === 0) return [];
  for (const open of openTexts()) for (const name of absent) if (hasName(open, name)) absent.delete(name);
  return fresh.filter(({ name }) => absent.has(name));
}

const maxNames = 32;
