import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { Completer } from '../../src/core/completion/completer.ts';
import { openEngineConnection } from '../../src/host/engine/engineConnection.ts';
import type { EngineStatus } from '../../src/host/engine/engineStatus.ts';
import { watchEngine } from '../../src/host/engine/watchEngine.ts';
import {
  clientProofText,
  type EngineAddress,
  fromResponseError,
  initializeRequest,
  protocolVersion,
} from '../../src/shared/engineProtocol.ts';
import type { UserError } from '../../src/shared/errors.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { continuation, EngineFixture, isAlive, never } from '../support/engineFixture.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const modelPath = join(tmpdir(), `leeward-tiny-${process.pid}.gguf`);
/** Above what any system gives. */
const noProcess = 2 ** 30;
const proceed = () => 'continue' as const;

describe('the engine process', () => {
  let fixture: EngineFixture;
  before(() => writeTinyModel(modelPath));
  after(() => rm(modelPath, { force: true }));
  afterEach(() => fixture.dispose());

  it('is one for two windows, even when both start at once, and loads the model once', async () => {
    fixture = await EngineFixture.create();
    const pids: number[] = [];
    const onStatus = (status: EngineStatus) => {
      if (status.kind === 'ready') pids.push(status.pid);
    };
    const [first, second] = [fixture.client(modelPath, { onStatus }), fixture.client(modelPath, { onStatus })];
    await Promise.all([first.model(never), second.model(never)]);
    assert.equal(pids.length, 2);
    assert.equal(pids[0], pids[1]);
    const totals = await first.totals(never);
    assert.equal(totals.modelLoads, 1);
    assert.equal(totals.clients, 2);
  });

  it('takes from no window the prompt that it goes on with for one that may come to nothing', async () => {
    fixture = await EngineFixture.create();
    const [first, second] = [fixture.client(modelPath), fixture.client(modelPath)];
    const typed = continuation(randomText(200, 1));
    await first.generate(typed, proceed, never);
    await second.generate(continuation(randomText(200, 2)), proceed, never);
    const ahead = { ...continuation(randomText(200, 3)), purpose: 'warmUp', maxTokens: 0, sparesNewest: true } as const;
    await assert.rejects(second.generate(ahead, proceed, never), { name: 'UserError', code: 'nothingToSpare' });
    assert.equal((await first.generate(typed, proceed, never)).counts.evaluatedTokens, 1);
    first.dispose();
    while ((await second.totals(never)).clients > 1) await sleep(5);
    assert.equal((await second.generate(ahead, proceed, never)).counts.evaluatedTokens, 200);
  });

  it('keeps the model over a window reload', async () => {
    fixture = await EngineFixture.create();
    const before = fixture.client(modelPath);
    await before.generate(continuation('hello'), proceed, never);
    before.dispose();
    const after = fixture.client(modelPath);
    const { counts } = await after.generate(continuation('hello'), proceed, never);
    assert.equal(counts.evaluatedTokens, 1, 'the cache is still warm');
    assert.equal((await after.totals(never)).modelLoads, 1);
  });

  it('ends by itself when its last window has gone', async () => {
    fixture = await EngineFixture.create({ idleMs: 200 });
    const client = fixture.client(modelPath);
    await client.model(never);
    client.dispose();
    await fixture.ended();
    await assert.rejects(readFile(join(fixture.launch.directory, 'engine.json')), { code: 'ENOENT' });
  });

  it('leaves what it has evaluated to the next one', async () => {
    fixture = await EngineFixture.create({ idleMs: 200 });
    // So large that a state pays on every machine.
    const slowPath = join(fixture.launch.directory, 'slow.gguf');
    await writeTinyModel(slowPath, { layers: 8, heads: 8, kvHeads: 1, embedding: 256 });
    const request = continuation(randomText(1500, 1));
    const before = fixture.client(slowPath);
    const { counts, text } = await before.generate(request, proceed, never);
    assert.equal(counts.evaluatedTokens, 1500);
    before.dispose();
    await fixture.ended();
    const after = await fixture.client(slowPath).generate(request, proceed, never);
    assert.deepEqual([after.counts.reusedTokens, after.text], [1499, text]);
  });

  it('does not end while a window is there', async () => {
    fixture = await EngineFixture.create({ idleMs: 50 });
    const client = fixture.client(modelPath);
    await client.model(never);
    await sleep(300);
    await client.generate(continuation('a'), proceed, never);
    assert.equal((await client.totals(never)).modelLoads, 1);
  });

  it('is started again after it was killed in the middle of a stream, and only that request fails', async () => {
    fixture = await EngineFixture.create();
    const statuses: EngineStatus[] = [];
    const client = fixture.client(modelPath, { onStatus: (status) => statuses.push(status) });
    await client.model(never);
    const pid = readyPid(statuses);
    const killOnFirstDelta = () => {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      return 'continue' as const;
    };
    await assert.rejects(client.generate(continuation('a', { maxTokens: 2000 }), killOnFirstDelta, never), {
      code: 'engineGone',
    });
    const { text } = await client.generate(continuation('a'), proceed, never);
    assert.ok(text.length > 0);
    assert.notEqual(readyPid(statuses), pid);
    assert.ok(statuses.every(({ kind }) => kind !== 'failed'));
  });

  it('is started again for a completion that nothing had come of when it was killed', async () => {
    fixture = await EngineFixture.create();
    const statuses: EngineStatus[] = [];
    const engine = fixture.client(modelPath, { onStatus: (status) => statuses.push(status) });
    await engine.model(never);
    const pid = readyPid(statuses);
    const outcomes: string[] = [];
    const completer = new Completer({
      engine,
      clock: { nowMs: () => performance.now(), sleep: () => Promise.resolve() },
      settings: () => parseSettings({}).settings.completion,
      log: ({ outcome }) => outcomes.push(outcome),
    });
    // It can't answer any more, and its socket is still open.
    process.kill(pid, 'SIGSTOP');
    const document = { uri: 'file:///typed.txt', languageId: 'plaintext' };
    const completing = completer.complete({ document, text: 'let a', offset: 5, trigger: 'explicit' }, never);
    process.kill(pid, 'SIGKILL');
    await completing;
    assert.match(outcomes.join(), /^(?:generated|empty)$/);
    assert.notEqual(readyPid(statuses), pid);
    assert.equal((await engine.totals(never)).modelLoads, 1);
  });

  it('is killed when it hangs', async () => {
    fixture = await EngineFixture.create();
    await fixture.client(modelPath).model(never);
    const connection = await openEngineConnection(fixture.launch, never);
    process.kill(connection.pid, 'SIGSTOP');
    void watchEngine(connection, { heartbeatMs: 20, graceMs: 100 });
    await connection.closed;
    await fixture.ended();
  });

  it('refuses whoever does not know its secret, and another protocol', async () => {
    fixture = await EngineFixture.create();
    await fixture.client(modelPath).model(never);
    const address = JSON.parse(await readFile(join(fixture.launch.directory, 'engine.json'), 'utf8')) as EngineAddress;
    assert.equal(await initialize(address, { secret: address.secret, protocolVersion }), undefined);
    assert.equal((await initialize(address, { secret: 'guess', protocolVersion }))?.code, 'engineStartFailed');
    const mismatch = await initialize(address, { secret: address.secret, protocolVersion: 99 });
    assert.equal(mismatch?.code, 'engineVersionMismatch');
    assert.match(mismatch.message, /99/);
  });

  it('is not believed where it does not know the secret itself', async () => {
    fixture = await EngineFixture.create();
    const { directory } = fixture.launch;
    const socketPath = process.platform === 'win32' ? '\\\\.\\pipe\\leeward-test' : join(directory, 'other.sock');
    const server = createServer((socket) => {
      const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
      rpc.onRequest(initializeRequest, () => ({ pid: process.pid, proof: 'guess' }));
      rpc.listen();
    });
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    await writeFile(join(directory, 'engine.json'), JSON.stringify({ pid: noProcess, socketPath, secret: 'secret' }));
    try {
      await assert.rejects(openEngineConnection(fixture.launch, never), { code: 'engineStartFailed' });
    } finally {
      server.close();
    }
  });

  it('goes on for the others when a window closes in the middle of a stream', async () => {
    fixture = await EngineFixture.create();
    const other = fixture.client(modelPath);
    await other.model(never);
    for (let round = 0; round < 5; round++) {
      const closing = fixture.client(modelPath);
      const closed = new Promise<void>((resolve) => {
        const onDelta = () => {
          closing.dispose();
          return 'continue' as const;
        };
        closing.generate(continuation('a', { maxTokens: 2000 }), onDelta, never).catch(() => resolve());
      });
      await closed;
    }
    const { text } = await other.generate(continuation('a'), proceed, never);
    assert.ok(text.length > 0);
    assert.equal((await other.totals(never)).modelLoads, 1);
  });

  it('forgets who connects and says nothing', async () => {
    fixture = await EngineFixture.create({ idleMs: 100 });
    const client = fixture.client(modelPath);
    await client.model(never);
    const address = JSON.parse(await readFile(join(fixture.launch.directory, 'engine.json'), 'utf8')) as EngineAddress;
    const silent = connect(address.socketPath);
    await new Promise((resolve) => silent.once('connect', resolve));
    assert.equal((await client.totals(never)).clients, 1);
    client.dispose();
    await fixture.ended();
    silent.destroy();
  });

  it('tells a window that another one has loaded another model, and gives it back where it is asked to', async () => {
    fixture = await EngineFixture.create();
    const statuses: EngineStatus[] = [];
    const first = fixture.client(modelPath, { onStatus: (status) => statuses.push(status) });
    await first.model(never);
    const second = fixture.client(modelPath, { params: { contextSizeTokens: 512 } });
    assert.equal((await second.model(never)).contextSizeTokens, 512);
    for (let keystroke = 0; keystroke < 2; keystroke++) {
      await assert.rejects(first.generate(continuation('a'), proceed, never), { code: 'modelReplaced' });
    }
    assert.equal(statuses.at(-1)?.kind, 'failed');
    assert.equal((await second.generate(continuation('a'), proceed, never)).counts.decodeTokens, 16);
    await first.restart();
    assert.equal((await first.model(never)).contextSizeTokens, 2048);
    assert.equal((await first.generate(continuation('a'), proceed, never)).counts.decodeTokens, 16);
  });

  it('is another one after a restart, which is no crash for the other windows', async () => {
    fixture = await EngineFixture.create();
    const statuses: EngineStatus[] = [];
    const first = fixture.client(modelPath, { onStatus: (status) => statuses.push(status) });
    const second = fixture.client(modelPath);
    for (let round = 0; round < 4; round++) {
      await first.model(never);
      await second.generate(continuation('a'), proceed, never);
      const pid = readyPid(statuses);
      if (round % 2 === 1) first.disconnect();
      await first.restart();
      await first.model(never);
      assert.notEqual(readyPid(statuses), pid);
    }
  });

  it('is replaced by a new window where it hangs and nobody watches it', async () => {
    fixture = await EngineFixture.create();
    const { pid, dispose } = await openEngineConnection(fixture.launch, never);
    process.kill(pid, 'SIGSTOP');
    dispose();
    const statuses: EngineStatus[] = [];
    const client = fixture.client(modelPath, { onStatus: (status) => statuses.push(status) });
    await client.model(never);
    assert.notEqual(readyPid(statuses), pid);
    assert.equal(isAlive(pid), false);
  }).timeout(30_000);

  it('serves two windows that type in turn from a cache each, though their files begin alike', async () => {
    fixture = await EngineFixture.create();
    const windows = ['alpha', 'omega'].map((name) => ({
      client: fixture.client(modelPath),
      text: `import { ${name} } from '${name}';\n${name.repeat(60)}`,
    }));
    for (let keystroke = 0; keystroke < 3; keystroke++) {
      for (const { client, text } of windows) {
        const { counts } = await client.generate(continuation(text, { maxTokens: 1 }), proceed, never);
        if (keystroke > 0) assert.equal(counts.evaluatedTokens, 1);
      }
    }
  });

  it('says what kept it from starting', async () => {
    fixture = await EngineFixture.create();
    const launch = { ...fixture.launch, entryPath: join(fixture.launch.directory, 'missing.js') };
    await assert.rejects(openEngineConnection(launch, never), (error: UserError) => {
      assert.equal(error.code, 'engineStartFailed');
      assert.match(error.message, /missing\.js/);
      return true;
    });
  });
});

function readyPid(statuses: readonly EngineStatus[]): number {
  const ready = statuses.findLast((status) => status.kind === 'ready');
  assert.ok(ready?.kind === 'ready');
  return ready.pid;
}

async function initialize(
  address: EngineAddress,
  { secret, protocolVersion }: { readonly secret: string; readonly protocolVersion: number },
): Promise<UserError | undefined> {
  const socket = connect(address.socketPath);
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  rpc.listen();
  const nonce = 'once';
  const proof = createHmac('sha256', secret).update(clientProofText(nonce)).digest('hex');
  try {
    await rpc.sendRequest(initializeRequest, { protocolVersion, nonce, proof, idleMs: 60_000 });
    return undefined;
  } catch (error) {
    return fromResponseError(error);
  } finally {
    socket.destroy();
    rpc.dispose();
  }
}
