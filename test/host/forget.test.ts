import { strict as assert } from 'node:assert';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const proceed = () => 'continue' as const;

describe('an engine that is to forget', () => {
  let fixture: EngineFixture;
  before(async () => {
    fixture = await EngineFixture.create({ idleMs: 100 });
  });
  after(() => fixture.dispose());

  it('keeps nothing of what chats have evaluated: not in memory, not on the disk, not when it ends', async function () {
    this.timeout(60_000);
    const { directory, statesDirectory = '' } = fixture.launch;
    const modelPath = join(directory, 'tiny.gguf');
    await writeTinyModel(modelPath);
    await mkdir(statesDirectory);
    // Of an engine before this one, with another model.
    await writeFile(join(statesDirectory, '0123456789abcdef-0123456789abcdef.state'), 'a secret question');
    const client = fixture.client(modelPath);
    const secret = continuation('a secret question, and all that was said of it '.repeat(8), { maxTokens: 4 });
    const reused = async () =>
      (await client.generate({ ...secret, purpose: 'chat' }, proceed, never)).counts.reusedTokens;
    await reused();
    assert.ok((await reused()) > 50);
    await client.forget(never);
    assert.deepEqual(await readdir(statesDirectory), []);
    assert.equal(await reused(), 0);
    await client.forget(never);
    client.dispose();
    await fixture.ended();
    assert.deepEqual(await readdir(statesDirectory), []);
  });
});
