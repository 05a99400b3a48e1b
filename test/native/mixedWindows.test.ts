import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { LlamaRuntime } from '../../native/model/llamaRuntime.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { planRollBack, rollBack } from '../../native/sequences/rollBack.ts';
import { nextLogProbabilities } from '../support/nextLogProbabilities.ts';
import { greatestDifference } from '../support/referenceMath.ts';
import { randomTokens, type TinyMistral, writeTinyMistral } from '../support/tinyMistral.ts';
import { writeMixedWindows } from '../support/writeMixedWindows.ts';

describe('going back to a checkpoint', () => {
  let folder: string;
  let mistral: TinyMistral;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-mixed-'));
    mistral = await writeTinyMistral(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  // Gemma 2 and 3 have windows in some layers; a checkpoint of llama.cpp holds only what those layers forget.
  for (const pattern of ['1111', '1010', '0111']) {
    it(`leaves what a fresh cache has, with windows in layers ${pattern}`, async () => {
      const path = join(folder, `${pattern}.gguf`);
      await writeMixedWindows(
        mistral.windowedPath,
        path,
        Array.from(pattern, (layer) => layer === '1'),
      );
      const { llama } = await LlamaRuntime.of('cpu');
      const model = await llama.loadModel({ modelPath: path });
      const context = await model.createContext({
        contextSize: 2048,
        sequences: 2,
        batchSize: chunkTokens,
        threads: 1,
        flashAttention: false,
        experimentalKvCacheKeyType: 'F32',
        experimentalKvCacheValueType: 'F32',
      });
      const [used, fresh] = [0, 1].map(() => context.getSequence({ checkpoints: { interval: false, max: 8 } })) as [
        LlamaContextSequence,
        LlamaContextSequence,
      ];
      const [stable, first, second] = [600, 400, 60].map((count, seed) =>
        randomTokens(mistral.reference, count, seed),
      ) as [Token[], Token[], Token[]];

      await evaluate(used, stable);
      await used.takeCheckpoint();
      await evaluate(used, first);
      const prompt = [...stable, ...second];
      assert.deepEqual(planRollBack(used, prompt), { kind: 'restore', keptTokens: 600 });
      await rollBack(used, prompt);
      await evaluate(fresh, stable);
      const [found, expected] = [await nextLogProbabilities(used, second), await nextLogProbabilities(fresh, second)];
      const worst = Math.max(
        ...found.map((at, index) => greatestDifference(at, expected[index] ?? new Float64Array())),
      );
      assert.ok(worst < 1e-3, `differs by ${worst}`);
      await model.dispose();
    });
  }
});

async function evaluate(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<void> {
  for (let start = 0; start < tokens.length; start += chunkTokens) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + chunkTokens));
  }
}
