/**
 * Parsing and the queries of the index, by the runtime that Leeward ships (WebAssembly) and by the native one, side by
 * side: each language in two processes, which parse the same files in alternating rounds. The least time of each file counts.
 *
 * Usage: node bench/parse.ts [--json] [--repo DIR]... [--rounds N] [--language ID] [--megabytes N]
 *   --repo DIR       the sources in DIR instead of those that `npm ci` has installed, and our samples
 *   --megabytes N    of a language, evenly from all its files; 4 where it is not said
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type SyntaxLanguage, syntaxLanguages } from '../syntaxes/languages.ts';
import { loadNativeTreeSitter } from '../test/support/nativeTreeSitter.ts';
import { listFiles } from '../tools/listFiles.ts';
import { ParseWorker } from './support/parseWorker.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    repo: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '5' },
    language: { type: 'string' },
    megabytes: { type: 'string', default: '4' },
  },
});
/** A file that is larger is hardly written by people. */
const maxFileBytes = 500_000;
const maxBytes = 1e6 * Number(options.megabytes);

const repository = resolve(import.meta.dirname, '..');
const samples = join(repository, 'test', 'fixtures', 'syntax');
const folders =
  options.repo.length > 0 ? options.repo.map((folder) => resolve(folder)) : [join(repository, 'node_modules'), samples];
const paths = folders.flatMap((folder) => sourcesIn(folder).map((path) => join(folder, path)));
// Built beforehand, not by two processes at once.
await loadNativeTreeSitter();

const rows = [];
for (const language of syntaxLanguages) {
  const files = filesOf(language);
  if (files.length === 0 || (options.language ?? language.id) !== language.id) continue;
  process.stderr.write(`${language.id}: ${files.length} files\n`);
  rows.push(await compare(language, files));
}
const total = {
  files: sum(rows.map(({ files }) => files)),
  megabytes: sum(rows.map(({ megabytes }) => megabytes)),
  filesThatDiffer: sum(rows.map(({ filesThatDiffer }) => filesThatDiffer)),
  soundFilesThatDiffer: sum(rows.map(({ soundFilesThatDiffer }) => soundFilesThatDiffer)),
};
printResult(
  `Parsing, and parsing with queries, the least of ${options.rounds} alternating rounds. ${total.files} files, ` +
    `${total.megabytes.toFixed(1)} MB; the definitions of ${total.filesThatDiffer} differ, ` +
    `${total.soundFilesThatDiffer} of them without a syntax error`,
  rows.map(({ language, files, megabytes, wasm, native, ratio, filesWithErrors, filesThatDiffer }) => ({
    language,
    files,
    MB: megabytes.toFixed(2),
    'parse MB/s, wasm': wasm.parseMBs.toFixed(1),
    native: native.parseMBs.toFixed(1),
    'wasm of native': ratio.parse.toFixed(2),
    'with queries MB/s, wasm': wasm.factsMBs.toFixed(1),
    'native ': native.factsMBs.toFixed(1),
    'wasm of native ': ratio.facts.toFixed(2),
    'peak MB, wasm': wasm.peakMB.toFixed(0),
    'native  ': native.peakMB.toFixed(0),
    'with errors': filesWithErrors,
    differing: filesThatDiffer,
  })),
  { rounds: Number(options.rounds), ...total, languages: rows },
);

async function compare({ id }: SyntaxLanguage, files: readonly string[]) {
  const megabytes = sum(files.map((path) => readFileSync(path).length)) / 1e6;
  const job = { languageId: id, paths: files };
  const [wasm, native] = await Promise.all([
    ParseWorker.start({ ...job, engine: 'wasm' }),
    ParseWorker.start({ ...job, engine: 'native' }),
  ]);
  for (let round = 0; round < Number(options.rounds); round++) {
    await wasm.round();
    await native.round();
  }
  const ends = { wasm: await wasm.end(), native: await native.end() };
  const differing = ends.wasm.files.filter(
    ({ definitions }, index) => definitions !== ends.native.files[index]?.definitions,
  );
  const speed = (engine: 'wasm' | 'native') => ({
    parseMBs: megabytes / (ends[engine].parseMs / 1000),
    factsMBs: megabytes / (ends[engine].factsMs / 1000),
    peakMB: ends[engine].peakBytes / 1e6,
  });
  return {
    language: id,
    files: files.length,
    megabytes,
    wasm: speed('wasm'),
    native: speed('native'),
    /** Speed by speed of the native one. */
    ratio: {
      parse: ends.native.parseMs / ends.wasm.parseMs,
      facts: ends.native.factsMs / ends.wasm.factsMs,
    },
    filesWithErrors: ends.wasm.files.filter(({ isSound }) => !isSound).length,
    filesThatDiffer: differing.length,
    /** Should be none. Two versions of tree-sitter recover from errors in different ways. */
    soundFilesThatDiffer: differing.filter(({ isSound }) => isSound).length,
  };
}

function filesOf({ id, endings }: SyntaxLanguage): readonly string[] {
  const own = join(samples, id);
  const all = paths.filter((path) => endings.some((ending) => path.endsWith(ending)) || path.startsWith(`${own}/`));
  const bytes = sum(all.map((path) => statSync(path).size));
  const share = Math.min(1, maxBytes / bytes);
  return all.filter((_, index) => Math.floor(index * share) !== Math.floor((index - 1) * share));
}

function sourcesIn(folder: string): readonly string[] {
  const endings = [...syntaxLanguages.flatMap((language) => language.endings), '.tsx.txt'];
  return listFiles(folder, endings, ['.git', '.cache', ...(options.repo.length > 0 ? ['node_modules'] : [])]).filter(
    (path) => statSync(join(folder, path)).size <= maxFileBytes,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
