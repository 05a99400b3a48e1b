import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { ModelHolder } from '../../native/model/modelHolder.ts';
import { type EngineServices, serveClient } from '../../native/server/serveClient.ts';
import { Totals } from '../../native/server/totals.ts';
import { connectToEngine } from '../../src/host/engine/engineConnection.ts';
import { engineProofText, initializeRequest } from '../../src/shared/engineProtocol.ts';

/** What comes of a message whose sender ends in the middle of it. */
const halfMessage = 'Content-Length: 100\r\n\r\n{"jsonrpc"';

describe('a connection that closes in the middle of a message', () => {
  let directory: string;
  let socketPath: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leeward-closed-'));
    socketPath = process.platform === 'win32' ? '\\\\.\\pipe\\leeward-closed-test' : join(directory, 'test.sock');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('leaves nothing that would keep the window from ending', async () => {
    const secret = 'secret';
    const proofOf = (nonce: string) => createHmac('sha256', secret).update(engineProofText(nonce)).digest('hex');
    const server = await listen(socketPath, (socket) => {
      const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
      rpc.onRequest(initializeRequest, ({ nonce }) => ({ pid: process.pid, proof: proofOf(nonce) }));
      rpc.listen();
    });
    let sendHalf: () => void = () => {};
    server.once('connection', (socket) => {
      sendHalf = () => void socket.end(halfMessage);
    });
    await writeFile(join(directory, 'engine.json'), JSON.stringify({ pid: process.pid, socketPath, secret }));
    const before = timers();
    const connection = await connectToEngine({ nodePath: '', entryPath: '', directory, idleMs: 0 });
    assert.ok(connection !== undefined);
    sendHalf();
    await connection.closed;
    assert.equal(timers(), before);
    server.close();
  });

  it('leaves nothing in the engine', async () => {
    let onClosed: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      onClosed = resolve;
    });
    const services: EngineServices = {
      model: new ModelHolder(directory),
      totals: new Totals(),
      secret: 'secret',
      isEnding: () => false,
      clientCount: () => 0,
      onGreeted: () => {},
      onClosed,
      end: () => {},
    };
    const server = await listen(socketPath, (socket) => serveClient(socket, services));
    const before = timers();
    connect(socketPath).end(halfMessage);
    await closed;
    assert.equal(timers(), before);
    server.close();
  });
});

/** Timers that keep this process alive, mocha's own included. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

function listen(socketPath: string, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onSocket);
  return new Promise((resolve) => server.listen(socketPath, () => resolve(server)));
}
