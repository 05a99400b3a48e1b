/**
 * Importing a model, which writes its windowed twin, hashes the source and verifies the copy, against a plain copy of
 * the same file: both on to the same disk (fsync), in alternating rounds. The file is a sound model of random weights:
 * 4 GiB where 12 GiB are free in the temporary folder, else 1 GiB. All of it is deleted in the end.
 *
 * Usage: node bench/import.ts [--json] [--rounds N] [--gib N] [--directory FOLDER]
 */
import { randomFillSync } from 'node:crypto';
import { constants, mkdtempSync, rmSync } from 'node:fs';
import { copyFile, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

const plainSeconds: number[] = [];
const importSeconds: number[] = [];
for (let round = -1; round < Number(options.rounds); round++) {
  const plain = await seconds(plainCopy);
  const imported = await seconds(() => importWindowed(source, 4096, { cacheDir: join(folder, 'cache') }));
  process.stderr.write(`round ${round + 1} of ${options.rounds}: ${plain.toFixed(2)} s, ${imported.toFixed(2)} s\n`);
  if (round < 0) continue; // The first to touch the disk's free blocks pays for it.
  plainSeconds.push(plain);
  importSeconds.push(imported);
}
const figures = {
  sizeBytes,
  plainSeconds: median(plainSeconds),
  importSeconds: median(importSeconds),
  ratio: median(importSeconds.map((time, round) => time / (plainSeconds[round] ?? Number.NaN))),
  rounds: plainSeconds.length,
  isByReference,
};
printResult(
  `Import of ${(sizeBytes / GiB).toFixed(1)} GiB against a plain copy: ${figures.rounds} alternating rounds, medians`,
  [
    {
      figure: 'seconds, on to the disk',
      'plain copy': figures.plainSeconds.toFixed(2),
      import: figures.importSeconds.toFixed(2),
      ratio: figures.ratio.toFixed(3),
      goal: 'at most 1.2',
    },
  ],
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
async function seconds(work: () => Promise<unknown>): Promise<number> {
  await rm(join(folder, 'plain.gguf'), { force: true });
  await rm(join(folder, 'cache'), { recursive: true, force: true });
  await sleep(1000);
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1000;
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
