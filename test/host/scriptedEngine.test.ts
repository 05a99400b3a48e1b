import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineClient } from '../../src/host/engine/engineClient.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { Gate } from '../support/fakeEngine.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';

describe('The scripted engine of tests', () => {
  let folder: string;
  let scripted: ScriptedEngine;
  let client: EngineClient;
  const gate = new Gate();
  const enginePath = import.meta.filename;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-run-'));
    scripted = await ScriptedEngine.start(folder, enginePath, ({ segments }) =>
      segments[0]?.text === 'wait' ? { deltas: ['a', 'b'], gates: new Map([[1, gate]]) } : 'one two three',
    );
    const [build = ''] = readdirSync(folder);
    client = new EngineClient({
      // No such program: whatever answers is the one that serves already.
      launch: () => ({ nodePath: 'none', entryPath: 'none', directory: join(folder, build), idleMs: 1_000 }),
      loadParams: () => ({ modelPath: '', contextSizeTokens: 512, slidingWindow: 'off', gpu: 'cpu', threads: 1 }),
      onStatus: () => {},
    });
  });
  after(async () => {
    client.dispose();
    await scripted.dispose();
    await rm(dirname(join(folder, 'x')), { recursive: true, force: true });
  });

  it('is found by a window, and answers in pieces', async () => {
    assert.equal((await client.model(never)).name, 'Scripted');
    const deltas: string[] = [];
    const onDelta = (delta: string) => {
      deltas.push(delta);
      return 'continue' as const;
    };
    const { text, finish } = await client.generate(continuation('a', { maxTokens: 99 }), onDelta, never);
    assert.deepEqual([text, finish, deltas.join('')], ['one two three', 'endOfText', text]);
    assert.ok(deltas.length > 1);
    assert.deepEqual(await client.countTokens(['abcd', ''], never), [1, 0]);
  });

  it('ends what is cancelled', async () => {
    const left = new AbortController();
    const onDelta = () => {
      left.abort();
      return 'continue' as const;
    };
    await assert.rejects(client.generate(continuation('wait'), onDelta, left.signal), { name: 'CancelledError' });
    gate.open();
  });
});
