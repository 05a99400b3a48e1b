import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { EngineFixture } from '../support/engineFixture.ts';
import { soak } from '../support/soak.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('an engine with two busy windows', () => {
  it('leaves nobody waiting and crosses no answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-soak-'));
    const fixture = await EngineFixture.create();
    try {
      const modelPath = join(folder, 'tiny.gguf');
      await writeTinyModel(modelPath);
      const windowedPath = join(folder, 'windowed.gguf');
      await writeWindowedTwin(modelPath, windowedPath, 128);
      const result = await soak(fixture, windowedPath, (requests) => requests >= 200, 1000);
      assert.deepEqual([result.stuck, result.crossed, result.failures], [0, 0, []]);
      assert.ok(result.answered > 0 && result.cancelled > 0, JSON.stringify(result));
    } finally {
      await fixture.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
