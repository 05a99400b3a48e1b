import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import { engineDirectory } from '../../src/host/engine/engineLaunch.ts';
import { ensurePrivateDirectory } from '../../src/host/engine/privateDirectory.ts';
import type { EngineModel, GenerateRequest } from '../../src/shared/engine.ts';
import {
  cancelledResponse,
  clientProofText,
  countTokensRequest,
  deltaNotification,
  type EngineAddress,
  type EngineTotals,
  engineProofText,
  forgetRequest,
  generateRequest,
  initializeRequest,
  loadRequest,
  pingRequest,
  protocolVersion,
  reportRequest,
  scoreRequest,
  shutdownRequest,
  stopNotification,
  toResponseError,
  totalsRequest,
} from '../../src/shared/engineProtocol.ts';
import { isCancelled, UserError } from '../../src/shared/errors.ts';
import { notify } from '../../src/shared/notify.ts';
import { chatModel } from './chatSessionFixture.ts';
import { type FakeAnswer, FakeEngine } from './fakeEngine.ts';

/** One that holds a refactoring of a file, and with which one can talk. */
const scriptedModel: EngineModel = { ...chatModel, name: 'Scripted', contextSizeTokens: 16_384 };

/**
 * An engine that serves windows as the real one does, over its protocol, and answers by script. A window finds it through
 * its address file, and takes it for one that another window has started.
 */
export class ScriptedEngine {
  readonly engine: FakeEngine;
  readonly #server: Server;
  readonly #addressPath: string;
  readonly #secret = randomBytes(24).toString('hex');
  readonly #sockets = new Set<Socket>();
  /** A window that thinks that the engine hangs kills the process that is named as its own: it must not be this one. */
  readonly #namesake: ChildProcess;

  private constructor(directory: string, answer: (request: GenerateRequest) => string | FakeAnswer) {
    ensurePrivateDirectory(directory);
    this.engine = new FakeEngine(answer, scriptedModel);
    this.#addressPath = join(directory, 'engine.json');
    this.#namesake = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { stdio: 'ignore' });
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /**
   * Listens before any window looks for an engine.
   *
   * @param runtimeDirectory the windows' `LEEWARD_RUNTIME_DIR`, a private folder.
   * @param enginePath the engine's program, as the windows' extension has it.
   */
  static async start(
    runtimeDirectory: string,
    enginePath: string,
    answer: (request: GenerateRequest) => string | FakeAnswer,
  ): Promise<ScriptedEngine> {
    const directory = directoryOf(runtimeDirectory, enginePath);
    const scripted = new ScriptedEngine(directory, answer);
    const name = randomBytes(8).toString('hex');
    const socketPath = process.platform === 'win32' ? `\\\\.\\pipe\\leeward-${name}` : join(directory, `${name}.sock`);
    await new Promise<void>((resolve, reject) => {
      scripted.#server.once('error', reject);
      scripted.#server.listen(socketPath, resolve);
    });
    const address: EngineAddress = { pid: scripted.#namesake.pid ?? 0, socketPath, secret: scripted.#secret };
    writeFileSync(scripted.#addressPath, JSON.stringify(address), { mode: 0o600 });
    return scripted;
  }

  async dispose(): Promise<void> {
    rmSync(this.#addressPath, { force: true });
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#namesake.kill('SIGKILL');
  }

  #serve(socket: Socket): void {
    const { engine } = this;
    this.#sockets.add(socket);
    const reader = new SocketMessageReader(socket);
    reader.partialMessageTimeout = 0;
    const connection = createMessageConnection(reader, new SocketMessageWriter(socket));
    const closed = new AbortController();
    const stops = new Set<number>();
    socket.on('error', () => {}); // Followed by 'close'.
    socket.once('close', () => {
      this.#sockets.delete(socket);
      closed.abort();
      connection.dispose();
    });
    const signalOf = (token: CancellationToken) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      return AbortSignal.any([cancelled.signal, closed.signal]);
    };
    connection.onRequest(initializeRequest, ({ nonce, proof, protocolVersion: theirs }) => {
      const isOurs = proof === sign(this.#secret, clientProofText(nonce)) && theirs === protocolVersion;
      if (!isOurs) return refused('engineVersionMismatch', 'The window is another one than the script is for.');
      return { pid: this.#namesake.pid ?? 0, proof: sign(this.#secret, engineProofText(nonce)) };
    });
    connection.onRequest(loadRequest, () => ({ loadId: 1, model: engine.loadedModel }));
    connection.onRequest(pingRequest, () => ({ runningCall: 0, isLoading: false }));
    connection.onRequest(totalsRequest, () => totalsOf(engine));
    connection.onRequest(reportRequest, () => ({
      ...{ model: engine.loadedModel, loadedPath: engine.loadedModel.path, layers: 1, totals: totalsOf(engine) },
    }));
    connection.onRequest(forgetRequest, () => null);
    connection.onRequest(shutdownRequest, () => {
      setImmediate(() => socket.destroy());
      return null;
    });
    connection.onNotification(stopNotification, ({ id }) => void stops.add(id));
    connection.onRequest(countTokensRequest, ({ texts }, token) =>
      answering(() => engine.countTokens(texts, signalOf(token))),
    );
    connection.onRequest(scoreRequest, ({ request }, token) => answering(() => engine.score(request, signalOf(token))));
    connection.onRequest(generateRequest, ({ id, request }, token) =>
      answering(() =>
        engine.generate(
          request,
          (delta) => {
            tell(connection, id, delta);
            return stops.delete(id) ? 'stop' : 'continue';
          },
          signalOf(token),
        ),
      ),
    );
    connection.listen();
  }
}

/** As the window computes it, which has its own environment. */
function directoryOf(runtimeDirectory: string, enginePath: string): string {
  const own = process.env['LEEWARD_RUNTIME_DIR'];
  process.env['LEEWARD_RUNTIME_DIR'] = runtimeDirectory;
  try {
    return engineDirectory([enginePath]);
  } finally {
    if (own === undefined) delete process.env['LEEWARD_RUNTIME_DIR'];
    else process.env['LEEWARD_RUNTIME_DIR'] = own;
  }
}

function tell(connection: MessageConnection, id: number, delta: string): void {
  void notify(() => connection.sendNotification(deltaNotification, { id, delta }));
}

async function answering<Result>(work: () => Promise<Result>): Promise<Result | ResponseError<never>> {
  try {
    return await work();
  } catch (error) {
    if (isCancelled(error)) return new ResponseError<never>(cancelledResponse, 'Cancelled');
    return refused('engineGone', String(error));
  }
}

function refused(code: UserError['code'], sentence: string): ResponseError<never> {
  return toResponseError(new UserError(code, sentence)) as ResponseError<never>;
}

function totalsOf({ requests, decodedTokens }: FakeEngine): EngineTotals {
  const counts = { modelLoads: 1, evaluatedTokens: 0, reusedTokens: 0, clients: 1, residentBytes: 0 };
  return { ...counts, requests: requests.length, decodeTokens: decodedTokens };
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
