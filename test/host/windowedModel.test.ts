import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineStatus } from '../../src/host/engine/engineStatus.ts';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { ggufUint32 } from '../support/ggufWriter.ts';
import { randomText } from '../support/randomText.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const params = { slidingWindow: 64 } as const;

describe('a model that is given a window', () => {
  let folder: string;
  let modelPath: string;
  let fixture: EngineFixture;
  const cacheBefore = process.env['LEEWARD_CACHE'];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-windowed-'));
    // The engine inherits it.
    process.env['LEEWARD_CACHE'] = join(folder, 'cache');
    modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
    fixture = await EngineFixture.create();
  });
  afterEach(async () => {
    await fixture.dispose();
    if (cacheBefore === undefined) delete process.env['LEEWARD_CACHE'];
    else process.env['LEEWARD_CACHE'] = cacheBefore;
    await rm(folder, { recursive: true, force: true });
  });

  const steps = (statuses: readonly EngineStatus[]) =>
    new Set(statuses.map((status) => (status.kind === 'loading' ? status.step : status.kind)));
  const twins = async () =>
    (await readdir(join(folder, 'cache', 'models', 'windowed'))).filter((name) => name.endsWith('.gguf'));

  it('is imported once, which windows are told of, and answers in the cache of its window', async () => {
    const statuses: EngineStatus[] = [];
    const client = fixture.client(modelPath, { params, onStatus: (status) => statuses.push(status) });
    const model = await client.model(never);
    assert.deepEqual([model.windowTokens, model.contextSizeTokens, model.path], [64, 131_072, modelPath]);
    assert.equal(model.architecture, 'llama');
    assert.ok(steps(statuses).has('importing'), JSON.stringify(statuses));
    const { counts } = await client.generate(continuation(randomText(5000, 1)), () => 'continue', never);
    assert.equal(counts.promptTokens, 5000);
    const { cache, loadedPath } = await client.report(never);
    assert.ok(cache !== undefined && cache.cellsPerSequence < 512, JSON.stringify(cache));
    assert.equal(cache.fullAttentionBytesPerSequence, (cache.bytesPerSequence / cache.cellsPerSequence) * 131_072);
    assert.equal((await twins()).length, 1);
    assert.ok(loadedPath.startsWith(join(folder, 'cache')));

    await client.restart();
    statuses.length = 0;
    await client.model(never);
    assert.ok(!steps(statuses).has('importing'));
  });

  it('goes on with a long conversation after the engine has ended', async () => {
    const short = await EngineFixture.create({ idleMs: 200 });
    // So large that on every machine a state pays: prefill takes 2.4 s on one core, saving and restoring count as 0.04 s.
    const slowPath = join(folder, 'slow.gguf');
    await writeTinyModel(slowPath, { layers: 8, embedding: 256 });
    try {
      const segments = [randomText(3000, 1), randomText(50, 2)].map((text) => ({ kind: 'text', text }) as const);
      const question = continuation('', { purpose: 'chat', segments, stableSegments: 1, maxTokens: 200 });
      const before = short.client(slowPath, { params });
      await before.generate(question, () => 'continue', never);
      before.dispose();
      await short.ended();
      const asked = { ...question, segments: [...segments.slice(0, 1), { kind: 'text', text: 'another' } as const] };
      const { counts } = await short.client(slowPath, { params }).generate(asked, () => 'continue', never);
      assert.equal(counts.reusedTokens, 3000);
    } finally {
      await short.dispose();
    }
  });

  it('is imported once for two windows that ask at the same time', async () => {
    const models = [1, 2].map(() => fixture.client(modelPath, { params }).model(never));
    assert.deepEqual(
      (await Promise.all(models)).map(({ windowTokens }) => windowTokens),
      [64, 64],
    );
    assert.equal((await twins()).length, 1);
  });

  it('takes nothing away from a window that has changed its mind while it was imported', async () => {
    const large = join(folder, 'large.gguf');
    await writeSparseModel(large, 6144 * 2 ** 14);
    const wished: { slidingWindow: 'off' | number } = { slidingWindow: 'off' };
    let begun = () => {};
    const importing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const client = fixture.client(large, {
      params: wished,
      onStatus: (status) => {
        if (status.kind === 'loading' && status.step === 'importing') begun();
      },
    });
    await client.model(never);
    wished.slidingWindow = 64;
    client.reload();
    await importing;
    wished.slidingWindow = 'off';
    client.reload();
    while ((await twins()).length === 0) {
      assert.equal((await client.model(never)).windowTokens, undefined);
      await sleep(50);
    }
    // It is stored, and its window is told so next.
    await sleep(500);
    const { counts } = await client.generate(continuation('a'), () => 'continue', never);
    assert.equal(counts.promptTokens, 1);
  });

  it('stays as it is where nobody asks for a window, and where its makers gave it none', async () => {
    for (const slidingWindow of ['off', 'auto'] as const) {
      const client = fixture.client(modelPath, { params: { slidingWindow } });
      assert.equal((await client.model(never)).windowTokens, undefined);
    }
  });

  it('is refused with a sentence where it can have none', async () => {
    const other = join(folder, 'other.gguf');
    await writeTinyModel(other, { metadata: { 'llama.rope.dimension_count': ggufUint32(4) } });
    const client = fixture.client(other, { params });
    await assert.rejects(client.model(never), { code: 'settingInvalid', message: /slidingWindow/ });
  });
});
