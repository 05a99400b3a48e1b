/**
 * Somebody types for ten minutes, with the default model, while a chat and a refactoring are written beside it: no ghost text
 * may be for another text than is there, nothing may fail, and no process may grow.
 *
 * Files of this repository are typed, faster than the model answers most times, with pauses, corrections, jumps, and what is
 * offered taken now and then. What is shown is parsed by the index worker. Memory is that of the engine's process, of
 * the worker's, and the heap of the one that types once what it needs no more is collected.
 *
 * Usage: npm run bench:typing -- [--minutes N] [--seed N] [--json]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InsertionChecks } from '../src/host/context/insertionChecks.ts';
import { parseSettings } from '../src/shared/settings.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { EngineFixture, never } from '../test/support/engineFixture.ts';
import type { Key } from '../test/support/typedKeys.ts';
import { typingSoak } from '../test/support/typingSoak.ts';
import { copySyntaxAssets } from '../tools/bundle/syntaxAssets.ts';
import { seededRandom } from './support/context/seededRandom.ts';
import { IndexedFolder, residentBytes } from './support/indexedFolder.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const typedFiles = ['anchor', 'generation', 'typing', 'debounce', 'stopRules', 'lines'];
const samplesWanted = 40;
const repository = resolve(import.meta.dirname, '..');
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Memory in MiB after some minutes. */
interface Sample {
  readonly minutes: number;
  readonly engine: number;
  readonly typist: number;
  readonly typistResident: number;
  readonly worker: number;
}

const folder = await mkdtemp(join(tmpdir(), 'leeward-typing-soak-'));
const fixture = await EngineFixture.create();
await copySyntaxAssets(repository, folder);
const launch = { entryPath: join(repository, 'src/indexer/main.ts'), syntaxesPath: join(folder, 'syntaxes') };
const indexed = new IndexedFolder(launch, join(repository, 'tools/example'), join(folder, 'store'));
try {
  await indexed.open();
  const checks = new InsertionChecks(indexed.client, console);
  const { contextSizeTokens } = parseSettings({}).settings.model;
  const engine = fixture.client(await ensureDefaultModel(), { params: { contextSizeTokens } });
  await engine.model(never);

  const startedAtMs = performance.now();
  const samples: Sample[] = [];
  const minutesNow = () => (performance.now() - startedAtMs) / 60_000;
  const wantedMinutes = Number(options.minutes);
  const isOverAfter = async (typed: number): Promise<boolean> => {
    const minutes = minutesNow();
    if (minutes >= (samples.length * wantedMinutes) / samplesWanted) {
      samples.push(await sample(minutes, (await engine.totals(never)).residentBytes));
      process.stderr.write(`minute ${minutes.toFixed(1)} of ${wantedMinutes}: ${typed} keystrokes \r`);
    }
    return minutes >= wantedMinutes;
  };
  const { failures, ...counts } = await typingSoak(engine, {
    isOverAfter,
    firstParsing: (query, signal) => checks.firstParsing(query, signal),
    script: await keysOfFiles(),
  });
  for (const failure of new Set(failures)) console.log(failure);
  report({ ...counts, errors: failures.length }, samples);
} finally {
  await indexed.close();
  await fixture.dispose();
  await rm(folder, { recursive: true, force: true });
}

async function sample(minutes: number, engineBytes: number): Promise<Sample> {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const mib = (bytes: number) => bytes / 2 ** 20;
  const worker = mib(residentBytes(indexed.client.pid).now);
  return { minutes, engine: mib(engineBytes), typist: mib(heapUsed), typistResident: mib(rss), worker };
}

/** Letter by letter, with what else one does in between. */
async function keysOfFiles(): Promise<readonly Key[]> {
  const random = seededRandom(`${options.seed} typing`);
  const keys: Key[] = [];
  for (const name of typedFiles) {
    const text = await readFile(join(repository, 'src/core/completion', `${name}.ts`), 'utf8');
    for (const letter of text) {
      const chance = random();
      if (chance < 0.02) keys.push({ kind: 'accept', text: letter });
      else keys.push({ kind: 'type', text: letter });
      if (chance > 0.98) keys.push({ kind: 'backspace' }, { kind: 'type', text: letter });
      if (letter !== '\n') continue;
      if (chance < 0.3) keys.push({ kind: 'rest' });
      else if (chance < 0.35) keys.push({ kind: 'up' });
      else if (chance < 0.45) keys.push({ kind: 'over' });
    }
  }
  return keys;
}

function report(counts: { readonly [name: string]: number }, samples: readonly Sample[]): void {
  const at = (share: number) => samples[Math.round(share * (samples.length - 1))] as Sample;
  const half = samples.slice(Math.floor(samples.length / 2));
  const slope = (name: keyof Sample) =>
    slopeOf(half.map((sample): readonly [number, number] => [sample.minutes, sample[name]]));
  const processes = ['engine', 'typist', 'typistResident', 'worker'] as const;
  const memoryMib = Object.fromEntries(
    processes.map((name) => [
      name,
      { start: at(0.1)[name], middle: at(0.5)[name], end: at(1)[name], slopePerMinute: slope(name) },
    ]),
  );
  const rows = Object.entries(memoryMib).map(([name, { start, middle, end, slopePerMinute }]) => ({
    'memory, MiB': name,
    'after warm-up': start.toFixed(1),
    'in the middle': middle.toFixed(1),
    'at the end': end.toFixed(1),
    'a minute, 2nd half': slopePerMinute.toFixed(2),
  }));
  console.table([counts]);
  const figures = { minutes: Number(options.minutes), ...counts, memoryMib };
  printResult(`Typing beside a chat and a refactoring, ${options.minutes} min`, rows, figures);
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const [above, below] = [
    points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0),
    points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0),
  ];
  return above / below;
}
