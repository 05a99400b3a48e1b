import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelFamilies } from '../../src/core/prompt/families.ts';
import { markersOf } from '../../src/core/prompt/fimFormats.ts';
import { EngineFixture } from '../support/engineFixture.ts';
import { ggufString } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { typingSoak } from '../support/typingSoak.ts';

describe('typing beside a chat and a refactoring', function () {
  this.timeout(180_000);

  it('shows nothing stale, and nothing fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-typing-soak-'));
    const fixture = await EngineFixture.create();
    try {
      const modelPath = join(folder, 'tiny.gguf');
      const { fim = assert.fail() } = modelFamilies.find(({ name }) => name === 'Qwen2.5-Coder') ?? assert.fail();
      await writeTinyModel(modelPath, {
        extraControlTokens: markersOf(fim),
        metadata: { 'general.name': ggufString('Qwen2.5 Coder tiny') },
      });
      const result = await typingSoak(fixture.client(modelPath), { isOverAfter: (keystrokes) => keystrokes >= 150 });
      assert.deepEqual([result.failures, result.stale], [[], 0]);
      assert.ok(result.shown > 5 && result.chats > 0 && result.refactors > 0, JSON.stringify(result));
    } finally {
      await fixture.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
