import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { EngineFixture } from '../support/engineFixture.ts';
import { memoryQuarters, soak } from '../support/soak.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('an engine with two busy windows', () => {
  it('leaves nobody waiting, crosses no answers, and takes no more and more memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-soak-'));
    const fixture = await EngineFixture.create();
    try {
      const modelPath = join(folder, 'tiny.gguf');
      await writeTinyModel(modelPath);
      const windowedPath = join(folder, 'windowed.gguf');
      await writeWindowedTwin(modelPath, windowedPath, 128);
      const result = await soak(fixture, windowedPath, (requests) => requests >= 400, 100);
      assert.deepEqual([result.stuck, result.crossed, result.failures], [0, 0, []]);
      assert.ok(result.answered > 0 && result.cancelled > 0, JSON.stringify(result));
      assert.ok(
        Object.values(result.requests).every((count) => count > 0),
        JSON.stringify(result.requests),
      );
      const { secondQuarterMib, lastQuarterMib } = memoryQuarters(result);
      // What it holds by then is its code and the caches; a megabyte that each request left would be as much again.
      assert.ok(lastQuarterMib < 1.5 * secondQuarterMib, `${result.residentMib.map(Math.round)}`);
    } finally {
      await fixture.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
