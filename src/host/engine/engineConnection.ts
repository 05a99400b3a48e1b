import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMessageConnection,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  type EngineAddress,
  fromResponseError,
  initializeRequest,
  protocolVersion,
} from '../../shared/engineProtocol.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import type { EngineLaunch } from './engineLaunch.ts';
import { engineLastWords, startEngine } from './startEngine.ts';

/** An open connection to the engine, past the handshake. Everything pending fails when it closes. */
export interface EngineConnection {
  readonly rpc: MessageConnection;
  readonly pid: number;
  readonly closed: Promise<void>;
  dispose(): void;
}

/**
 * Connects to the engine that serves this user, starting it where there is none.
 *
 * @throws UserError `engineStartFailed`, `engineVersionMismatch`; CancelledError.
 */
export async function openEngineConnection(launch: EngineLaunch, signal: AbortSignal): Promise<EngineConnection> {
  const running = await connectOnce(launch);
  if (running !== undefined) return running;

  const child = startEngine(launch);
  let spawnError: Error | undefined;
  child.once('error', (error) => {
    spawnError = error;
  });
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += pollMs) {
    throwIfAborted(signal);
    const connection = await connectOnce(launch);
    if (connection !== undefined) return connection;
    // Exit code 0: another engine was quicker, and it will answer.
    if (spawnError !== undefined || (child.exitCode ?? 0) !== 0 || child.signalCode !== null) {
      const reason =
        spawnError?.message ?? (engineLastWords(launch) || `it ended with ${child.exitCode ?? child.signalCode}`);
      throw new UserError('engineStartFailed', `The engine did not start: ${reason}`);
    }
    await sleep(pollMs);
  }
  throw new UserError(
    'engineStartFailed',
    `The engine did not answer within ${startTimeoutMs / 1000} s of its start. Run "Leeward: Restart Engine".`,
  );
}

const pollMs = 20;
const startTimeoutMs = 20_000;

/** `undefined` where nothing listens. */
async function connectOnce(launch: EngineLaunch): Promise<EngineConnection | undefined> {
  const address = readAddress(launch.directory);
  if (address === undefined) return undefined;
  const socket = await openSocket(address.socketPath);
  if (socket === undefined) return undefined;
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const dispose = () => {
    socket.destroy();
    rpc.dispose();
  };
  // Disposing makes every pending request fail, which closing alone does not.
  void closed.then(() => rpc.dispose());
  rpc.listen();
  try {
    const params = { protocolVersion, secret: address.secret, idleMs: launch.idleMs };
    const { pid } = await rpc.sendRequest(initializeRequest, params);
    return { rpc, pid, closed, dispose };
  } catch (error) {
    dispose();
    const known = fromResponseError(error);
    if (known !== undefined) throw known;
    return undefined; // It ended between listening and answering.
  }
}

function readAddress(directory: string): EngineAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'engine.json'), 'utf8')) as EngineAddress;
  } catch {
    return undefined;
  }
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.on('error', () => {}); // Followed by 'close', which is what counts.
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}
