/**
 * Parsing and the queries of the index, by the runtime that Leeward ships (WebAssembly) and by the native one, side by
 * side: each language in two processes, which parse the same files in alternating rounds.
 *
 * Usage: node bench/parse.ts [--json] [--repo DIR]... [--rounds N] [--language ID]
 *   --repo DIR  the sources in DIR instead of those that `npm ci` has installed, and our samples
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type SyntaxLanguage, syntaxLanguages } from '../syntaxes/languages.ts';
import { loadNativeTreeSitter } from '../test/support/nativeTreeSitter.ts';
import { listFiles } from '../tools/listFiles.ts';
import { median } from './support/median.ts';
import { type ParseTimes, ParseWorker } from './support/parseWorker.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    repo: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '5' },
    language: { type: 'string' },
  },
});
/** A file that is larger is hardly written by people. */
const maxFileBytes = 500_000;
/** Of a language, evenly from all its files. */
const maxBytes = 4_000_000;

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
  `Parsing, and parsing with queries, in ${options.rounds} alternating rounds, medians. ${total.files} files, ` +
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
  const rounds: { readonly wasm: ParseTimes; readonly native: ParseTimes }[] = [];
  for (let round = -1; round < Number(options.rounds); round++) {
    const times = { wasm: await wasm.round(), native: await native.round() };
    // The first warms up.
    if (round >= 0) rounds.push(times);
  }
  const ends = { wasm: await wasm.end(), native: await native.end() };
  const differing = ends.wasm.files.filter(
    ({ definitions }, index) => definitions !== ends.native.files[index]?.definitions,
  );
  const speed = (engine: 'wasm' | 'native') => ({
    parseMBs: median(rounds.map((times) => megabytes / (times[engine].parseMs / 1000))),
    factsMBs: median(rounds.map((times) => megabytes / (times[engine].factsMs / 1000))),
    peakMB: ends[engine].peakBytes / 1e6,
  });
  return {
    language: id,
    files: files.length,
    megabytes,
    wasm: speed('wasm'),
    native: speed('native'),
    /** Speed by speed of the native one in the same round. */
    ratio: {
      parse: median(rounds.map((times) => times.native.parseMs / times.wasm.parseMs)),
      facts: median(rounds.map((times) => times.native.factsMs / times.wasm.factsMs)),
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
