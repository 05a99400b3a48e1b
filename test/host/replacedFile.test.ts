import { strict as assert } from 'node:assert';
import { mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineFixture, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('a model file that another one takes the place of', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  let fixture: EngineFixture;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-replaced-'));
    path = join(folder, 'model.gguf');
    fixture = await EngineFixture.create();
  });
  after(async () => {
    await fixture.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('is loaded by who asks for it then, and by the others once they ask again', async () => {
    await writeTinyModel(path, { layers: 2 });
    const [first, second] = [fixture.client(path), fixture.client(path)];
    await first.model(never);
    assert.equal((await first.report(never)).layers, 2);
    await writeTinyModel(`${path}.new`, { layers: 3, seed: 9 });
    await rename(`${path}.new`, path);
    await second.model(never);
    assert.equal((await second.report(never)).layers, 3);
    first.reload();
    await first.model(never);
    const { layers, totals } = await first.report(never);
    assert.deepEqual([layers, totals.modelLoads], [3, 2]);
  });

  it('is kept where the file is gone meanwhile', async () => {
    const kept = fixture.client(path);
    await kept.model(never);
    const loads = (await kept.report(never)).totals.modelLoads;
    await rm(path);
    const late = fixture.client(path);
    await late.model(never);
    assert.equal((await late.report(never)).totals.modelLoads, loads);
    await writeTinyModel(path, { layers: 3, seed: 9 });
    await utimes(path, 1, 1);
    const next = fixture.client(path);
    await next.model(never);
    assert.equal((await next.report(never)).totals.modelLoads, loads + 1);
  });
});
