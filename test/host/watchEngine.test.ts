import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { EngineConnection } from '../../src/host/engine/engineConnection.ts';
import { watchEngine } from '../../src/host/engine/watchEngine.ts';
import { pingRequest } from '../../src/shared/engineProtocol.ts';

/** Far less than any process takes to do anything else. */
const times = { heartbeatMs: 1, graceMs: 1000 };

describe('watchEngine', () => {
  let engine: ChildProcess;
  beforeEach(() => {
    engine = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  });
  afterEach(() => engine.kill('SIGKILL'));

  /** A connection on which pings are answered by `answer`, to an engine whose process is `engine`. */
  function connect(answer: () => number): EngineConnection {
    const [there, back] = [new PassThrough(), new PassThrough()];
    const rpc = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
    const other = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
    other.onRequest(pingRequest, () => ({ runningCall: answer(), isLoading: false }));
    rpc.listen();
    other.listen();
    const closed = once(engine, 'exit').then(() => rpc.dispose());
    return {
      rpc,
      pid: engine.pid as number,
      closed,
      isEnding: () => false,
      lastWords: () => '',
      dispose: () => rpc.dispose(),
    };
  }

  it('kills an engine whose native call does not end though it answers', async () => {
    await watchEngine(
      connect(() => 7),
      times,
    );
    assert.equal(engine.signalCode ?? (await once(engine, 'exit'))[1], 'SIGKILL');
  });

  it('leaves a busy engine alone, and an idle one', async () => {
    for (const step of [1, 0]) {
      let call = 0;
      let pings = 0;
      await new Promise<void>((resolve) => {
        const connection = connect(() => {
          call += step;
          if (++pings === 100) resolve();
          return call;
        });
        void watchEngine(connection, times);
      });
      assert.equal(engine.exitCode ?? engine.signalCode, null);
    }
  });
});
