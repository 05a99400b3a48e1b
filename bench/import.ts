/**
 * Importing a model, which writes its windowed twin, hashes the source and verifies the copy, against a plain copy of
 * the same file: both on to the same disk (fsync), in alternating rounds; once from a file that is on the disk, once from
 * one that is in the system's memory already. The file is a sound model of random weights: 4 GiB where 12 GiB are free in
 * the temporary folder, else 1 GiB. All of it is deleted in the end.
 *
 * Usage: node bench/import.ts [--json] [--rounds N] [--gib N] [--directory FOLDER]
 */
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { constants, createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { copyFile, open, rm, statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readHeader } from '../native/gguf/readHeader.ts';
import { importWindowed } from '../native/window/importWindowed.ts';
import { writeSparseModel } from '../test/support/sparseModel.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
    gib: { type: 'string' },
    directory: { type: 'string', default: tmpdir() },
  },
});
const GiB = 2 ** 30;
const folder = mkdtempSync(join(options.directory, 'leeward-bench-import-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const source = join(folder, 'model.gguf');
const { bavail, bsize } = await statfs(folder);
const sizeBytes = await writeRandomModel(GiB * Number(options.gib ?? (bavail * bsize >= 12 * GiB ? 4 : 1)));
const isByReference = await copiesByReference();

const places = canForget(source) ? (['disk', 'memory'] as const) : (['memory'] as const);
type Place = (typeof places)[number];
const timings: { readonly place: Place; readonly plain: number; readonly imported: number }[] = [];
for (let round = -1; round < Number(options.rounds); round++) {
  for (const place of places) {
    const plain = await seconds(place, plainCopy);
    const imported = await seconds(place, () => importWindowed(source, 4096, { cacheDir: join(folder, 'cache') }));
    const times = `${plain.toFixed(2)} s, import ${imported.toFixed(2)} s`;
    process.stderr.write(`round ${round + 1} of ${options.rounds}, from the ${place}: plain ${times}\n`);
    // The first to touch the disk's free blocks pays for it.
    if (round >= 0) timings.push({ place, plain, imported });
  }
}
const figuresOf = (place: Place) => {
  const rounds = timings.filter((timing) => timing.place === place);
  return {
    plainSeconds: median(rounds.map(({ plain }) => plain)),
    importSeconds: median(rounds.map(({ imported }) => imported)),
    ratio: median(rounds.map(({ plain, imported }) => imported / plain)),
  };
};
const figures = {
  sizeBytes,
  rounds: Number(options.rounds),
  cores: availableParallelism(),
  isByReference,
  from: Object.fromEntries(places.map((place) => [place, figuresOf(place)])),
};
printResult(
  `Import of ${(sizeBytes / GiB).toFixed(1)} GiB against a plain copy: ${figures.rounds} alternating rounds, medians`,
  places.map((place) => {
    const { plainSeconds, importSeconds, ratio } = figuresOf(place);
    return {
      'file is in': place,
      'plain copy, s': plainSeconds.toFixed(2),
      'import, s': importSeconds.toFixed(2),
      ratio: ratio.toFixed(3),
      goal: 'at most 1.2',
    };
  }),
  figures,
);
if (isByReference) console.log('This disk copies by reference, without reading: compare on another one (--directory).');

async function writeRandomModel(wantedBytes: number): Promise<number> {
  const writtenBytes = await writeSparseModel(source, Math.floor(wantedBytes / 6144) * 6144, 16_384);
  const { dataOffset } = await readHeader(source);
  const file = await open(source, 'r+');
  const block = Buffer.allocUnsafeSlow(16 * 2 ** 20);
  for (let position = dataOffset; position < writtenBytes; position += block.length) {
    randomFillSync(block);
    await file.write(block, 0, Math.min(block.length, writtenBytes - position), position);
  }
  await file.sync();
  await file.close();
  return writtenBytes;
}

async function plainCopy(): Promise<void> {
  const target = join(folder, 'plain.gguf');
  await copyFile(source, target);
  const file = await open(target, 'r+');
  await file.sync();
  await file.close();
}

/** Of `work`, which finds the disk at rest and none of what the round before has written. */
async function seconds(place: Place, work: () => Promise<unknown>): Promise<number> {
  await rm(join(folder, 'plain.gguf'), { force: true });
  await rm(join(folder, 'cache'), { recursive: true, force: true });
  if (place === 'disk') canForget(source);
  else for await (const _ of createReadStream(source, { highWaterMark: 2 ** 20 }));
  await sleep(1000);
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1000;
}

/** Has the system forget a file that it has in memory; where that is possible (GNU dd on Linux). */
function canForget(path: string): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' }).status === 0;
}

async function copiesByReference(): Promise<boolean> {
  const target = join(folder, 'reference.gguf');
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  } finally {
    await rm(target, { force: true });
  }
}
