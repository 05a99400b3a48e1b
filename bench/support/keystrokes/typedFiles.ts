import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { languageOfPath } from '../../../src/core/syntax/languageLookup.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { listFiles } from '../../../tools/listFiles.ts';
import { shuffled } from '../context/seededRandom.ts';
import type { TypedFile } from './typist.ts';

/** Fewer lines leave no room for text around what is typed; more are seldom written by hand. */
const [fewestLines, mostLines] = [80, 800];

/** Source files of a folder, drawn at random, with their texts. */
export function typedFiles(
  root: string,
  count: number,
  random: () => number,
): readonly { readonly file: TypedFile; readonly text: string }[] {
  const paths = listFiles(root, [...new Set(syntaxLanguages.flatMap(({ endings }) => endings))]);
  const found: { readonly file: TypedFile; readonly text: string }[] = [];
  for (const path of shuffled(paths.toSorted(), random)) {
    if (found.length === count) break;
    const text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
    const lines = text.split('\n').length;
    const languageId = languageOfPath(path)?.id;
    if (languageId === undefined || lines < fewestLines || lines > mostLines || text.includes('\0')) continue;
    found.push({ file: { path, uri: pathToFileURL(join(root, path)).href, languageId }, text });
  }
  return found;
}
