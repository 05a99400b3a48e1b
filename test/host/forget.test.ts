import { strict as assert } from 'node:assert';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCancelled } from '../../src/shared/errors.ts';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const proceed = () => 'continue' as const;

describe('an engine that is to forget', () => {
  let fixture: EngineFixture;
  let modelPath: string;
  before(async () => {
    fixture = await EngineFixture.create({ idleMs: 100 });
    modelPath = join(fixture.launch.directory, 'tiny.gguf');
    // Slow enough that it pays to keep what it has evaluated.
    await writeTinyModel(modelPath, { layers: 4, heads: 4, kvHeads: 1, embedding: 128 });
    await mkdir(statesDirectory());
  });
  after(() => fixture.dispose());

  const statesDirectory = (): string => fixture.launch.statesDirectory ?? assert.fail();
  const states = async () => (await readdir(statesDirectory())).filter((name) => name.endsWith('.state'));
  const secret = (maxTokens: number) => {
    const text = 'a secret question, and all that was said of it '.repeat(30);
    return { ...continuation(text, { maxTokens }), purpose: 'chat' as const };
  };

  it('keeps nothing of what chats have evaluated: not in memory, not on the disk, not when it ends', async function () {
    this.timeout(60_000);
    const begun = fixture.client(modelPath);
    await begun.generate(secret(4), proceed, never);
    begun.dispose();
    await fixture.ended();
    assert.equal((await states()).length, 1, 'without being told to forget, it keeps a state when it ends');

    // Of an engine before this one, with another model.
    await writeFile(join(statesDirectory(), '0123456789abcdef-0123456789abcdef.state'), 'a secret question');
    const client = fixture.client(modelPath);
    const reused = async () => (await client.generate(secret(4), proceed, never)).counts.reusedTokens;
    assert.ok((await reused()) > 50, 'from the disk');
    await client.forget(never);
    assert.deepEqual(await readdir(statesDirectory()), []);
    assert.equal(await reused(), 0);
    assert.ok((await reused()) > 50, 'from memory');
    await client.forget(never);
    client.dispose();
    await fixture.ended();
    assert.deepEqual(await readdir(statesDirectory()), []);
  });

  it('keeps nothing of an answer that streams when its conversation is deleted', async function () {
    this.timeout(60_000);
    const client = fixture.client(modelPath);
    const stopped = new AbortController();
    let forgotten: Promise<void> | undefined;
    const onDelta = () => {
      stopped.abort();
      forgotten ??= client.forget(never);
      return 'continue' as const;
    };
    await assert.rejects(client.generate(secret(400), onDelta, stopped.signal), isCancelled);
    await forgotten;
    const { counts } = await client.generate(secret(4), proceed, never);
    assert.equal(counts.reusedTokens, 0);
    await client.forget(never);
    client.dispose();
    await fixture.ended();
    assert.deepEqual(await readdir(statesDirectory()), []);
  });
});
