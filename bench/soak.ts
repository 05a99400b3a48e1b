/**
 * Two windows ask one engine for everything for ten minutes, on a model with a sliding window: nobody may be stuck, no
 * answer crossed, no memory lost.
 *
 * Usage: npm run bench:soak -- [--seconds N] [--json]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWindowedTwin } from '../native/window/writeWindowedTwin.ts';
import { EngineFixture } from '../test/support/engineFixture.ts';
import { memoryQuarters, soak } from '../test/support/soak.ts';
import { writeTinyModel } from '../test/support/tinyModel.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, json: { type: 'boolean', default: false } },
});

const folder = await mkdtemp(join(tmpdir(), 'leeward-soak-'));
const fixture = await EngineFixture.create();
try {
  const [plainPath, modelPath] = [join(folder, 'tiny.gguf'), join(folder, 'windowed.gguf')];
  await writeTinyModel(plainPath);
  await writeWindowedTwin(plainPath, modelPath, 128);
  const endsAtMs = performance.now() + Number(options.seconds) * 1000;
  const { residentMib, requests, failures, ...counts } = await soak(
    fixture,
    modelPath,
    () => performance.now() >= endsAtMs,
    (Number(options.seconds) * 1000) / 20,
  );
  const memory = {
    ...memoryQuarters({ residentMib }),
    largestMib: Math.max(...residentMib),
    everyTwentieth: residentMib.map((mib) => Math.round(mib)).join(' '),
  };
  for (const failure of new Set(failures)) console.log(failure);
  const figures = { seconds: Number(options.seconds), requests, ...counts, failures: failures.length, memory };
  const rows = [{ ...requests, ...counts, failures: failures.length }, memory];
  printResult(`Two windows and one engine, ${options.seconds} s`, rows, figures);
} finally {
  await fixture.dispose();
  await rm(folder, { recursive: true, force: true });
}
