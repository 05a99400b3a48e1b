import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
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
  clientProofText,
  type EngineAddress,
  endingNotification,
  engineProofText,
  fromResponseError,
  type InitializeResult,
  initializeRequest,
  protocolVersion,
} from '../../shared/engineProtocol.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import type { EngineLaunch } from './engineLaunch.ts';
import { killEngine } from './killEngine.ts';
import { ensurePrivateDirectory } from './privateDirectory.ts';
import { engineLastWords, startEngine } from './startEngine.ts';

/** An open connection to the engine, past the handshake. Everything pending fails when it closes. */
export interface EngineConnection {
  readonly rpc: MessageConnection;
  readonly pid: number;
  readonly closed: Promise<void>;
  /** Whether the engine has said that it ends because it was asked to. */
  readonly isEnding: () => boolean;
  /** What it wrote last, to be asked for when it has ended unasked. */
  readonly lastWords: () => string;
  dispose(): void;
}

/**
 * Connects to the engine that serves this user, starting it where there is none.
 *
 * @throws UserError `engineStartFailed`, `engineVersionMismatch`; CancelledError.
 */
export async function openEngineConnection(launch: EngineLaunch, signal: AbortSignal): Promise<EngineConnection> {
  let child: ChildProcess | undefined;
  let spawnError: Error | undefined;
  let starts = 0;
  const endAtMs = Date.now() + startTimeoutMs;
  while (Date.now() < endAtMs) {
    throwIfAborted(signal);
    const connection = await connectToEngine(launch);
    // Who has left meanwhile gets no engine, and has none started.
    if (signal.aborted) connection?.dispose();
    throwIfAborted(signal);
    if (connection !== undefined) return connection;
    if (child === undefined || (child.exitCode === 0 && starts < maxStarts)) {
      // Exit code 0 says that another engine was quicker; where it has ended meanwhile, one is started again.
      starts += 1;
      child = startEngine(launch);
      child.once('error', (error) => {
        spawnError = error;
      });
    }
    refuseFailedStart(child, spawnError, launch);
    await sleep(child.exitCode === 0 ? quickerEngineMs : pollMs);
  }
  throw new UserError(
    'engineStartFailed',
    `The engine did not answer within ${startTimeoutMs / 1000} s of its start. Run "Leeward: Restart Engine".`,
  );
}

/**
 * Connects to the engine that serves already. One that listens and does not answer hangs, and is killed.
 *
 * @returns `undefined` where none serves.
 * @throws UserError `engineStartFailed`, `engineVersionMismatch`.
 */
export async function connectToEngine(launch: EngineLaunch): Promise<EngineConnection | undefined> {
  ensurePrivateDirectory(launch.directory);
  const address = readAddress(launch.directory);
  const socket = address === undefined ? undefined : await openSocket(address.socketPath);
  if (address === undefined || socket === undefined) return undefined;
  const reader = new SocketMessageReader(socket);
  // Its timer for a message that comes in parts is never cleared where the connection closes before the last of them:
  // it would be set again every ten seconds, and this process could not end. The watch sees an engine that is silent.
  reader.partialMessageTimeout = 0;
  const rpc = createMessageConnection(reader, new SocketMessageWriter(socket));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // Disposing makes every pending request fail, which closing alone does not.
  void closed.then(() => rpc.dispose());
  const dispose = () => void socket.destroy();
  let ending = false;
  rpc.onNotification(endingNotification, () => {
    ending = true;
  });
  rpc.listen();
  try {
    const greeting = greet(rpc, address, launch.idleMs);
    let greeted = await Promise.race([greeting, sleep(greetingMs, silent, { ref: false })]);
    // A host that was kept from its work finds the time over and the answer not read yet.
    if (greeted === silent) greeted = await Promise.race([greeting, sleep(secondGreetingMs, silent, { ref: false })]);
    if (greeted !== silent) {
      const { pid } = greeted;
      return { rpc, pid, closed, isEnding: () => ending, lastWords: () => engineLastWords(launch), dispose };
    }
    dispose();
    killEngine(address.pid);
    return undefined;
  } catch (error) {
    dispose();
    if (error instanceof UserError) throw error;
    return undefined; // It ended between listening and answering.
  }
}

const pollMs = 20;
const quickerEngineMs = 500;
const maxStarts = 3;
const startTimeoutMs = 30_000;
/** An engine answers at once, even while it computes or loads. */
const greetingMs = 5_000;
const secondGreetingMs = 1_000;
const silent = 'silent' as const;

function refuseFailedStart(child: ChildProcess, spawnError: Error | undefined, launch: EngineLaunch): void {
  const { exitCode, signalCode } = child;
  if (spawnError === undefined && (exitCode === null || exitCode === 0) && signalCode === null) return;
  const reason = spawnError?.message ?? (engineLastWords(launch) || `it ended with ${exitCode ?? signalCode}`);
  throw new UserError('engineStartFailed', `The engine did not start: ${reason}`);
}

/** Each side proves to the other that it can read the address file. */
async function greet(rpc: MessageConnection, { secret }: EngineAddress, idleMs: number): Promise<InitializeResult> {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
  const nonce = randomBytes(16).toString('hex');
  const params = { protocolVersion, nonce, proof: sign(clientProofText(nonce)), idleMs };
  const result = await rpc.sendRequest(initializeRequest, params).catch((error: unknown) => {
    throw fromResponseError(error) ?? error;
  });
  if (result.proof === sign(engineProofText(nonce))) return result;
  throw new UserError(
    'engineStartFailed',
    'What answers at the engine\'s socket is not the engine. Run "Leeward: Restart Engine"; if it comes again, another user of this machine may be interfering.',
  );
}

/** Ends whatever the address file names, without a word: for an engine that can't be talked to. */
export function killAddressee({ directory }: EngineLaunch): void {
  const address = readAddress(directory);
  if (address !== undefined) killEngine(address.pid);
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
