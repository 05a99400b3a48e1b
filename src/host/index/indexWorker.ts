import { type ChildProcess, fork } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

export interface IndexLaunch {
  /** `indexer.mjs` of a build, or `src/indexer/main.ts`. */
  readonly entryPath: string;
  /** The folder `syntaxes` of a build. */
  readonly syntaxesPath: string;
}

/** A worker process that runs, or has ended. */
export interface IndexWorker {
  readonly rpc: MessageConnection;
  readonly pid: number | undefined;
  readonly isRunning: () => boolean;
  /** Resolves when it has ended, to what is known of the reason: its own last words, or how it ended. */
  readonly ended: Promise<string>;
  /** Ends it, after it has written what it knows. */
  dispose(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a worker. One that can't be started has ended at once. */
export function startIndexWorker({ entryPath, syntaxesPath }: IndexLaunch): IndexWorker {
  const child = fork(entryPath, ['--syntaxes', syntaxesPath], {
    // Arrays of bytes stay what they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Half the memory of the default, at a twentieth of the time more.
    execArgv: ['--max-semi-space-size=8'],
    env: workerEnvironment(),
  });
  const rpc = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-maxLastWords);
  });
  const ended = endOf(child, () => lastWords);
  void ended.then(() => rpc.dispose());
  rpc.listen();
  return {
    rpc,
    pid: child.pid,
    isRunning: () => child.connected && child.exitCode === null,
    ended,
    dispose: () => end(child),
    kill: () => void child.kill('SIGKILL'),
  };
}

function endOf(child: ChildProcess, lastWords: () => string): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    // After its output has been read, unlike `exit`.
    child.once('close', (exitCode, signal) => resolve(lastWords().trim() || `it ended with ${exitCode ?? signal}`));
  });
}

/** It ends by itself when the channel closes; one that hangs is killed. */
function end(child: ChildProcess): void {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), endTimeoutMs);
  timer.unref();
  child.once('exit', () => clearTimeout(timer));
}

function workerEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return {
    ...environment,
    ELECTRON_RUN_AS_NODE: '1',
    // node:sqlite says at each start that it is experimental.
    NODE_NO_WARNINGS: '1',
  };
}

const maxLastWords = 4_000;
const endTimeoutMs = 5_000;
