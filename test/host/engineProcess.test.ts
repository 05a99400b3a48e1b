import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { openEngineConnection } from '../../src/host/engine/engineConnection.ts';
import type { EngineStatus } from '../../src/host/engine/engineStatus.ts';
import { watchEngine } from '../../src/host/engine/watchEngine.ts';
import {
  type EngineAddress,
  fromResponseError,
  type InitializeParams,
  initializeRequest,
  protocolVersion,
} from '../../src/shared/engineProtocol.ts';
import type { UserError } from '../../src/shared/errors.ts';
import { continuation, EngineFixture, isAlive, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const modelPath = join(tmpdir(), `leeward-tiny-${process.pid}.gguf`);
const proceed = () => 'continue' as const;

describe('the engine process', () => {
  let fixture: EngineFixture;
  before(() => writeTinyModel(modelPath));
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
    const right = { protocolVersion, secret: address.secret, idleMs: 60_000 };
    assert.equal((await initialize(address, { ...right, secret: 'guess' }))?.code, 'engineStartFailed');
    const mismatch = await initialize(address, { ...right, protocolVersion: 99 });
    assert.equal(mismatch?.code, 'engineVersionMismatch');
    assert.match(mismatch.message, /99/);
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

async function initialize(address: EngineAddress, params: InitializeParams): Promise<UserError | undefined> {
  const socket = connect(address.socketPath);
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  rpc.listen();
  try {
    await rpc.sendRequest(initializeRequest, params);
    return undefined;
  } catch (error) {
    return fromResponseError(error);
  } finally {
    socket.destroy();
    rpc.dispose();
  }
}
