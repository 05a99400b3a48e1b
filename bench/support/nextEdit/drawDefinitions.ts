import { seededRandom, shuffled } from '../context/seededRandom.ts';
import type { FileSymbol, LanguageServer } from './languageServer.ts';
import { offsetAt } from './place.ts';

/**
 * Definitions at the top level of files whose name other files have, drawn at random: at most `count`.
 *
 * @param texts of the files, by path.
 */
export async function drawDefinitions(
  server: Pick<LanguageServer, 'topLevel'>,
  texts: ReadonlyMap<string, string>,
  count: number,
  seed: string,
): Promise<readonly FileSymbol[]> {
  const filesByWord = new Map<string, number>();
  for (const text of texts.values())
    for (const word of new Set(text.match(words))) filesByWord.set(word, (filesByWord.get(word) ?? 0) + 1);
  const found: FileSymbol[] = [];
  for (const [path, text] of [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const defined = (await server.topLevel(path)).filter((symbol) => isDefinition(text, symbol));
    // One that is defined in several places, as an overloaded function, is one.
    const byName = new Map(defined.toReversed().map((symbol) => [symbol.name, symbol]));
    found.push(...[...byName.values()].filter(({ name }) => (filesByWord.get(name) ?? 0) > 1));
  }
  return shuffled(found, seededRandom(seed)).slice(0, count);
}

const words = /[\p{ID_Start}_$][\p{ID_Continue}$]*/gu;

/** The others are named by what they are, as an export without a name, or stand in a list: imports, and what is passed on. */
function isDefinition(text: string, symbol: FileSymbol): boolean {
  const offset = offsetAt(text, symbol);
  if (text.slice(offset, offset + symbol.name.length) !== symbol.name) return false;
  const statement = /(?:^|\n)(?:import\b|export(?: type)?\s*[{*])[^'";]*$/;
  return !statement.test(text.slice(0, offset));
}
