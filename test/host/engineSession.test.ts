import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { EngineSession } from '../../src/host/engine/engineSession.ts';
import { loadRequest } from '../../src/shared/engineProtocol.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { prefixModel } from '../support/fakeEngine.ts';

describe('a session whose engine dies', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leeward-session-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('says that it has gone, too, to whom asks before the window has seen it close', async () => {
    const socketPath =
      process.platform === 'win32' ? '\\\\.\\pipe\\leeward-session-test' : join(directory, 'test.sock');
    const server = createServer((socket) => {
      const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
      rpc.onRequest(loadRequest, () => ({ loadId: 1, model: prefixModel }));
      rpc.listen();
    }).listen(socketPath);
    const ended = once(server, 'connection').then(([socket]) => socket);
    const socket = connect(socketPath);
    const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    rpc.listen();
    const closed = once(socket, 'close').then(() => {});
    const dispose = () => void socket.destroy();
    const connection = { rpc, pid: process.pid, closed, isEnding: () => false, lastWords: () => '', dispose };
    const params = { modelPath: '', contextSizeTokens: 512, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    const session = await EngineSession.load(connection, params, () => {}, never);
    (await ended).end();
    await once(socket, 'end');
    await assert.rejects(
      session.generate(continuation('a'), () => 'continue', never),
      { code: 'engineGone' },
    );
    dispose();
    server.close();
  });
});
