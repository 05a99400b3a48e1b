import type { NameQuery, UsedName } from '../completion/nameDoubts.ts';
import { hasName, usedNames } from './usedNames.ts';

/** Those of some names that no indexed file defines or uses. `undefined`: that can't be told. */
export type AbsentNames = (names: readonly string[], signal: AbortSignal) => Promise<readonly string[] | undefined>;

/**
 * Names that a text would use at a place and that exist nowhere: neither in the document, nor in the prompt, nor in the
 * index, nor declared by the text.
 */
export async function unknownNames(
  absentNames: AbsentNames,
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
  return fresh.filter(({ name }) => absent.has(name));
}

const maxNames = 32;
