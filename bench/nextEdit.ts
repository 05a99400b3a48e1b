/**
 * Next edits in other files after a rename, compared with what TypeScript's language server would rename.
 *
 * Definitions at the top level of real repositories, whose name other files have, are drawn by a seed. Each gets an ending, as
 * if by typing: nothing is saved, so the index does not see it. What is then proposed in other files is collected as a window
 * does it, with nothing else open, by the index worker of the sources. A place is right where the server names it too, wrong
 * where it does not (those are listed: they are bugs), and missed where it alone does. A definition is complete where nothing
 * is wrong or missed. Definitions for which nothing is proposed, in their own file neither, are counted apart, and so are those
 * that no other file means by their name. What is proposed in the definition's own file is not compared.
 *
 * The server is that of the package `typescript`, asked to rename imports too, and not within comments and strings; it goes into
 * `{@link name}` all the same. Where it goes on to what has another name (from `_null as null` to `z.null`), or to a file that the
 * index leaves out, that is left out. It knows all files of a copy of the repository, with the options of their `tsconfig.json`;
 * where there is none, with common ones.
 *
 * Usage: npm run bench:next-edit -- [--json] [--repo DIR]... [--definitions N] [--seed N] [--misses]
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { languageOfPath } from '../src/core/syntax/languageLookup.ts';
import { copySyntaxAssets } from '../tools/bundle/syntaxAssets.ts';
import { type LocalRepository, repositories } from './support/context/repositories.ts';
import { IndexedFolder } from './support/indexedFolder.ts';
import { comparePlaces } from './support/nextEdit/comparePlaces.ts';
import { drawDefinitions } from './support/nextEdit/drawDefinitions.ts';
import { type FileSymbol, LanguageServer } from './support/nextEdit/languageServer.ts';
import type { Place } from './support/nextEdit/place.ts';
import { type IndexedTexts, renameByTyping } from './support/nextEdit/renameByTyping.ts';
import { copyRepository } from './support/nextEdit/repositoryCopy.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repo: { type: 'string', multiple: true, default: [] },
    definitions: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    misses: { type: 'boolean' },
  },
});
const pinned = ['rxjs', 'zod', 'trpc'];
const ending = 'Renamed';
const sources = resolve(import.meta.dirname, '..');

/** What is counted of a repository. Places are those in other files than the definition's. */
interface Figures {
  readonly repository: string;
  definitions: number;
  right: number;
  wrong: number;
  missed: number;
  /** Of the missed. */
  missedInComments: number;
  complete: number;
  /** Definitions for which nothing at all is proposed: not among the others. */
  nothingProposed: number;
  /** Places that the server names for those. */
  placesOfThose: number;
  /** Definitions of which there is nothing to propose elsewhere, and nothing is: not among the others either. */
  ofOneFile: number;
}

const folder = await realpath(await mkdtemp(join(tmpdir(), 'leeward-next-edit-')));
await copySyntaxAssets(sources, folder);
const launch = { entryPath: join(sources, 'src/indexer/main.ts'), syntaxesPath: join(folder, 'syntaxes') };
const measured: Figures[] = [];
try {
  const only = options.repo.length === 0 ? pinned : [];
  const onMissing = (name: string, reason: string) => console.error(`${name} is left out: ${reason}`);
  for (const repository of await repositories({ folders: options.repo, only }, onMissing))
    measured.push(await measure(repository));
} finally {
  await rm(folder, { recursive: true, force: true });
}
report();

async function measure({ name, root }: LocalRepository): Promise<Figures> {
  const { rootPath, storePath, texts } = await copyRepository(root, folder);
  const server = await LanguageServer.start(rootPath);
  const index = new IndexedFolder(launch, rootPath, storePath);
  try {
    await index.open();
    for (const [path, text] of texts) await server.open(path, languageOfPath(path)?.id ?? '', text);
    const definitions = await drawDefinitions(server, texts, Number(options.definitions), `${options.seed} ${name}`);
    return await count(name, { index, texts }, server, definitions);
  } finally {
    await index.close();
    await server.dispose();
  }
}

async function count(
  repository: string,
  indexed: IndexedTexts,
  server: LanguageServer,
  definitions: readonly FileSymbol[],
): Promise<Figures> {
  const sum = { ...noFigures(), repository };
  for (const [at, definition] of definitions.entries()) {
    process.stderr.write(`${repository}: definition ${at + 1} of ${definitions.length}   \r`);
    const named = await server.renamed(definition, `${definition.name}${ending}`);
    const truth = named.filter((place) => place.path !== definition.path && isNamed(indexed, place, definition.name));
    const proposed = await renameByTyping(indexed, definition, ending);
    if (proposed === undefined) {
      sum.nothingProposed++;
      sum.placesOfThose += truth.length;
      if (options.misses) list('nothing proposed', definition, [definition]);
      continue;
    }
    if (truth.length + proposed.length === 0) {
      sum.ofOneFile++;
      continue;
    }
    const { right, wrong, missed } = comparePlaces(proposed, truth);
    sum.definitions++;
    sum.right += right.length;
    sum.wrong += wrong.length;
    sum.missed += missed.length;
    sum.missedInComments += missed.filter((place) => isInComment(indexed, place)).length;
    if (wrong.length + missed.length === 0) sum.complete++;
    list('wrong', definition, wrong);
    if (options.misses) list('missed', definition, missed);
  }
  return sum;
}

function isNamed(indexed: IndexedTexts, place: Place, name: string): boolean {
  return lineOf(indexed, place).startsWith(name, place.character);
}

/** As JSDoc is written. */
function isInComment(indexed: IndexedTexts, place: Place): boolean {
  return /^\s*\/?\*/.test(lineOf(indexed, place));
}

function lineOf({ texts }: IndexedTexts, { path, line }: Place): string {
  return texts.get(path)?.split('\n')[line] ?? '';
}

function list(what: string, { name, path: from }: FileSymbol, places: readonly Place[]): void {
  for (const { path, line } of places) console.error(`${what}: ${path}:${line + 1} ${name}, of ${from}`);
}

function noFigures(): Omit<Figures, 'repository'> {
  return {
    ...{ definitions: 0, right: 0, wrong: 0, missed: 0, missedInComments: 0, complete: 0 },
    ...{ nothingProposed: 0, placesOfThose: 0, ofOneFile: 0 },
  };
}

function report(): void {
  const total = { ...noFigures(), repository: 'all' };
  for (const figures of measured)
    for (const key of Object.keys(noFigures()) as (keyof Omit<Figures, 'repository'>)[]) total[key] += figures[key];
  const rows = [...measured, total].map((figures) => ({
    repository: figures.repository,
    definitions: figures.definitions,
    'places right': figures.right,
    wrong: figures.wrong,
    missed: figures.missed,
    'of them in comments': figures.missedInComments,
    'definitions complete': figures.complete,
    'nothing proposed': figures.nothingProposed,
    'places of those': figures.placesOfThose,
    'of one file': figures.ofOneFile,
  }));
  const title = `Renamed definitions, seed ${options.seed}: what is proposed in other files`;
  printResult(title, rows, { seed: Number(options.seed), repositories: measured, total });
}
