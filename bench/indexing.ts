/**
 * What indexing a repository costs: 10,000 generated files, or a copy of a folder. The worker is the one that a window
 * starts, asked by the client that a window has; the event loop that is watched is this process's, which does what an
 * extension host does meanwhile: a document of each language is edited, and what it says at the cursor is asked for. Nothing
 * else should run on the machine: the worker has idle priority.
 *
 * The generated files are in five languages, whose grammars are of a common size. What the largest ones need is measured apart,
 * a worker each: V8 would take hundreds of MB for some seconds where it optimises their largest function.
 *
 * Usage: node bench/indexing.ts [--json] [--files N] [--repo DIR] [--dist DIR]      (needs a build: npm run build)
 */
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { languageOfPath } from '../src/core/syntax/languageLookup.ts';
import type { IndexClient } from '../src/host/index/indexClient.ts';
import { DiskWorkspace } from '../src/indexer/crawl/diskWorkspace.ts';
import type { WorkspaceFile } from '../src/shared/workspace.ts';
import { copySamples } from './support/copySamples.ts';
import { oneFunction, writeRepository } from './support/generatedRepository.ts';
import { cpuSeconds, IndexedFolder, residentBytes } from './support/indexedFolder.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';
import { treeSitterAlone } from './support/treeSitterAlone.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    files: { type: 'string', default: '10000' },
    repo: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
  },
});
const fileBytes = 6_500;
const restarts = 5;
const edits = 9;
const aloneFiles = 1_000;
const leftOut = new Set(['.git', 'node_modules']);
const mebibyte = 2 ** 20;
/** Between two edits of open documents. */
const pauseMs = 250;
const never = new AbortController().signal;
const largeGrammars = ['kotlin', 'shellscript', 'cpp'] as const;
/** Enough for V8 to optimise all that is worth it. */
const sampleBytes = 3_000_000;

const folder = await mkdtemp(join(tmpdir(), 'leeward-index-'));
const rootPath = join(folder, 'repository');
const storePath = join(folder, 'store', 'index');
const launch = { entryPath: resolve(options.dist, 'indexer.mjs'), syntaxesPath: resolve(options.dist, 'syntaxes') };
try {
  if (options.repo === undefined) await writeRepository(rootPath, Number(options.files), fileBytes, 1);
  else await cp(options.repo, rootPath, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  const first = await measureFirst();
  const restart = await measureRestarts();
  const edit = await measureEdits(first.paths);
  const storeBytes = await sizeOf(join(folder, 'store'));
  const alone = await measureTreeSitter(first.paths);
  report({ ...first, ...restart, ...edit, ...alone, storeBytes, largeGrammarBytes: await measureLargeGrammars() });
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureFirst() {
  const listing = new DiskWorkspace({ rootPath, excludes: [], isTrusted: false, onSkip: () => {} });
  const files = await listing.list(new AbortController().signal);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const idleBytes = await idleWorkerBytes();
  // What this process's event loop is late by when nothing is indexed: the machine's own noise.
  const quiet = await watchLoop(() => sleep(5_000));
  const indexed = new IndexedFolder(launch, rootPath, storePath);
  const asked: number[] = [];
  const startMs = performance.now();
  // The system copies this process to start another: that takes the longer the more memory it has, whatever is started.
  const opening = indexed.open();
  const launchMs = performance.now() - startMs;
  let ready = { parsedFiles: 0, symbols: 0 };
  const busy = await watchLoop(async () => {
    const isOver = new AbortController();
    const typing = typeMeanwhile(indexed.client, files, asked, isOver.signal);
    ready = await opening;
    isOver.abort();
    await typing;
  });
  const seconds = (performance.now() - startMs) / 1000;
  const { pid } = indexed.client;
  const cpu = cpuSeconds(pid);
  const extraBytes = residentBytes(pid).peak - idleBytes;
  await indexed.close();
  const { parsedFiles, symbols } = ready;
  const paths = files.map(({ path }) => path);
  return {
    paths,
    bytes,
    seconds,
    cpu,
    extraBytes,
    launchMs,
    delayMs: busy.delayMs,
    ownWorkMs: busy.ownMs,
    quietDelayMs: quiet.delayMs,
    firstParsedFiles: parsedFiles,
    symbols,
    factsMs: median(asked),
    maxFactsMs: Math.max(...asked),
  };
}

/** Edits documents in turn, and asks what they say at the cursor, as often as a pause in typing comes. */
async function typeMeanwhile(
  client: IndexClient,
  files: readonly WorkspaceFile[],
  askedMs: number[],
  isOver: AbortSignal,
): Promise<void> {
  const byLanguage = new Map(files.map(({ path }) => [languageOfPath(path)?.id, path]));
  const documents = [...byLanguage].flatMap(([languageId, path]) =>
    languageId === undefined ? [] : [{ languageId, path, documentUri: `file:///${path}` }],
  );
  for (const { path, ...document } of documents)
    client.openDocument({ ...document, version: 0, text: await readFile(join(rootPath, path), 'utf8') });
  for (let version = 1; !isOver.aborted; version++) {
    for (const { path, documentUri } of documents) {
      await sleep(pauseMs);
      client.editDocument({ documentUri, version, edits: [{ range: { start: 0, end: 0 }, newText: '\n' }] });
      const startMs = performance.now();
      const facts = await client.cursorFacts({ documentUri, version, offset: 0, path }, never);
      if (facts === 'notOpen' || facts === undefined) throw new Error(`No facts of ${path}.`);
      askedMs.push(performance.now() - startMs);
      if (isOver.aborted) return;
    }
  }
}

/** A worker that has nothing to do. */
async function idleWorkerBytes(): Promise<number> {
  const empty = await mkdtemp(join(folder, 'empty-'));
  const indexed = new IndexedFolder(launch, empty, join(folder, 'empty-store'));
  await indexed.open();
  const { now } = residentBytes(indexed.client.pid);
  await indexed.close();
  return now;
}

async function measureRestarts() {
  const times: number[] = [];
  let restartParsedFiles = 0;
  for (let round = 0; round < restarts; round++) {
    const indexed = new IndexedFolder(launch, rootPath, storePath);
    const startMs = performance.now();
    const { parsedFiles } = await indexed.open();
    times.push(performance.now() - startMs);
    restartParsedFiles += parsedFiles;
    await indexed.close();
  }
  return { restartMs: median(times), restartParsedFiles };
}

async function measureEdits(paths: readonly string[]) {
  const indexed = new IndexedFolder(launch, rootPath, storePath);
  const times: number[] = [];
  const parsed: number[] = [];
  let before = (await indexed.open()).parsedFiles;
  for (let round = 0; round < edits; round++) {
    const path = paths[Math.floor((paths.length * (round + 0.5)) / edits)] ?? '';
    await appendFile(join(rootPath, path), oneFunction(path, `addedForRound${round}`));
    const startMs = performance.now();
    const { parsedFiles } = await indexed.change(path);
    times.push(performance.now() - startMs);
    parsed.push(parsedFiles - before);
    before = parsedFiles;
  }
  await indexed.close();
  return { editMs: median(times), maxEditMs: Math.max(...times), parsedFilesPerEdit: Math.max(...parsed) };
}

/** Some of the files: MB a second of processor time, in which nothing but tree-sitter works. */
async function measureTreeSitter(paths: readonly string[]) {
  const step = Math.max(1, Math.floor(paths.length / aloneFiles));
  const some = paths.filter((_, index) => index % step === 0).map((path) => join(rootPath, path));
  const sizes = await Promise.all(some.map(async (path) => (await stat(path)).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const { parsing, withQueries } = await treeSitterAlone(some);
  return { parsingAlone: megabytes / parsing, treeSitterAlone: megabytes / withQueries };
}

/** By language, how much more memory a worker takes at most that reads this language alone than one that has nothing to do. */
async function measureLargeGrammars(): Promise<Record<(typeof largeGrammars)[number], number>> {
  const idleBytes = await idleWorkerBytes();
  const peaks: [string, number][] = [];
  for (const id of largeGrammars) {
    const samples = join(folder, `samples-${id}`);
    await copySamples(id, samples, sampleBytes);
    const indexed = new IndexedFolder(launch, samples, join(folder, `samples-store-${id}`, 'index'));
    await indexed.open();
    peaks.push([id, residentBytes(indexed.client.pid).peak - idleBytes]);
    await indexed.close();
  }
  return Object.fromEntries(peaks) as Record<(typeof largeGrammars)[number], number>;
}

/**
 * While `work` goes on: how late timers of this process came at most, and the most processor time that its thread used
 * between two of them. What is late without having worked was kept waiting by other programs.
 */
async function watchLoop(work: () => Promise<unknown>) {
  const resolutionMs = 1;
  let ownMs = 0;
  let usedMs = ownCpuMs();
  const timer = setInterval(() => {
    const nowMs = ownCpuMs();
    ownMs = Math.max(ownMs, nowMs - usedMs);
    usedMs = nowMs;
  }, resolutionMs);
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  await work();
  histogram.disable();
  clearInterval(timer);
  return { delayMs: histogram.max / 1e6 - resolutionMs, ownMs };
}

function ownCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function sizeOf(directory: string): Promise<number> {
  const sizes = (await readdir(directory)).map(async (name) => (await stat(join(directory, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

type Figures = Awaited<ReturnType<typeof measureFirst>> &
  Awaited<ReturnType<typeof measureRestarts>> &
  Awaited<ReturnType<typeof measureEdits>> &
  Awaited<ReturnType<typeof measureTreeSitter>> & {
    readonly storeBytes: number;
    readonly largeGrammarBytes: Awaited<ReturnType<typeof measureLargeGrammars>>;
  };

function report({ paths, ...figures }: Figures): void {
  const megabytes = figures.bytes / 1e6;
  const row = (figure: string, value: string | number, bound = '') => ({ figure, value, bound });
  const rows = [
    row('files', paths.length),
    row('MB', megabytes.toFixed(1)),
    row('symbols', figures.symbols),
    row('MB/s', (megabytes / figures.seconds).toFixed(2), 'at least 2'),
    row('MB per second of processor time', (megabytes / figures.cpu).toFixed(2)),
    row('the same where tree-sitter parses, and nothing else is done', figures.parsingAlone.toFixed(2)),
    row('the same with its queries, and nothing else', figures.treeSitterAlone.toFixed(2)),
    row('files parsed', figures.firstParsedFiles),
    row('memory beyond that of an idle worker, MiB', (figures.extraBytes / mebibyte).toFixed(0), 'at most 200'),
    ...largeGrammars.map((id) =>
      row(`the same for ${id} alone, MiB`, (figures.largeGrammarBytes[id] / mebibyte).toFixed(0)),
    ),
    row('store, MB', (figures.storeBytes / 1e6).toFixed(1)),
    row("host's event loop: starting the worker, ms", figures.launchMs.toFixed(1), 'at most 20'),
    row('longest delay after that, ms', figures.delayMs.toFixed(1), 'at most 20'),
    row('its own work in one turn at most, ms', figures.ownWorkMs.toFixed(1), 'at most 20'),
    row('longest delay with nothing indexed, ms', figures.quietDelayMs.toFixed(1)),
    row('facts of an open document meanwhile, ms', figures.factsMs.toFixed(1)),
    row('the same, the slowest, ms', figures.maxFactsMs.toFixed(1)),
    row('restart, unchanged, ms', figures.restartMs.toFixed(0), 'at most 2,000'),
    row('files parsed by the restarts', figures.restartParsedFiles, '0'),
    row('one edit, ms', figures.editMs.toFixed(1), 'at most 300'),
    row('one edit, the slowest, ms', figures.maxEditMs.toFixed(1), 'at most 300'),
    row('files parsed by an edit', figures.parsedFilesPerEdit, '1'),
  ];
  const { seconds, cpu, bytes, ...others } = figures;
  printResult(`Indexing, one worker, ${availableParallelism()} cores`, rows, {
    files: paths.length,
    bytes,
    megabytesPerSecond: megabytes / seconds,
    megabytesPerCpuSecond: megabytes / cpu,
    ...others,
  });
}
