import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { endProcessTree, exitCodeOf, killProcessTree } from '../processes.ts';
import { ToolError } from '../toolError.ts';
import { installCodeServer } from './installCodeServer.ts';
import { node24 } from './node24.ts';

export interface CodeServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Its settings are the caller's to write before (see `writeQuietSettings`). The server's log goes here too. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** What a bare address opens. */
  readonly defaultFolder?: string;
  /** Reaches the extension host. `HOME` is `home` in `userDataDir` unless given here. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lets the address name tests to run in the extension host, and hides notifications. */
  readonly smokeTestDriver?: boolean;
}

export interface CodeServer {
  /** `http://127.0.0.1:PORT`, with no slash at the end. */
  readonly address: string;
  /** Resolves with the exit code once the server has ended, asked or not. */
  readonly ended: Promise<number>;
  /** Ends the server and all that it started. */
  dispose(): Promise<void>;
}

/**
 * Starts VS Code's web workbench on loopback; installs it first where that has not happened.
 *
 * @throws ToolError where it does not come up.
 */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { serverMainPath } = await installCodeServer();
  if (options.port) await refuseTakenPort(options.port);
  const home = path.join(options.userDataDir, 'home');
  await mkdir(home, { recursive: true });
  await mkdir(options.extensionsDir, { recursive: true });

  const child = spawn(node24(), [serverMainPath, ...serverArguments(options)], {
    cwd: options.userDataDir,
    env: {
      ...inheritedEnvironment(),
      HOME: home,
      USERPROFILE: home,
      LEEWARD_CACHE: modelCacheDir(),
      EXTENSIONS_GALLERY: '{}',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that it can be ended whole.
    detached: process.platform !== 'win32',
  });
  const killAtExit = (): void => killProcessTree(child);
  process.once('exit', killAtExit);
  const logPath = path.join(options.userDataDir, 'code-server.log');
  const ended = exitCodeOf(child);
  const dispose = async (): Promise<void> => {
    process.removeListener('exit', killAtExit);
    await endProcessTree(child);
  };
  try {
    const port = await withinTime(Promise.race([portOf(child, logPath), refuseEnd(ended)]));
    const address = `http://127.0.0.1:${port}`;
    await withinTime(waitForVersion(address));
    return { address, ended, dispose };
  } catch (error) {
    await dispose();
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`${error.message} It said:\n${await endOf(logPath)}`);
  }
}

const startTimeoutMs = 30_000;

function serverArguments(options: CodeServerOptions): string[] {
  const { port = 0, userDataDir, extensionsDir, defaultFolder, smokeTestDriver = false } = options;
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
    ...['--user-data-dir', userDataDir, '--server-data-dir', path.join(userDataDir, 'server')],
    ...['--extensions-dir', extensionsDir],
    ...(defaultFolder === undefined ? [] : ['--default-folder', defaultFolder]),
    ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** Without what an outer VS Code, Electron or npm says about itself: the inner one would believe it. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Where its port is taken, the server waits for ever. */
async function refuseTakenPort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) =>
      reject(new ToolError(`Port ${port} cannot be used (${error.message}): choose another.`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

/** The port is the server's to choose: asking for a free one beforehand would race with other programs. */
function portOf(child: ChildProcess, logPath: string): Promise<number> {
  const log = createWriteStream(logPath);
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new ToolError(`Could not start code-server: ${error.message}.`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      const port = /^Extension host agent listening on (\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

async function refuseEnd(ended: Promise<number>): Promise<never> {
  throw new ToolError(`code-server ended at once (exit code ${await ended}).`);
}

async function waitForVersion(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/version`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(50);
  }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const tooLate = delay(startTimeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new ToolError(`code-server did not answer within ${startTimeoutMs / 1000} s.`);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timer.abort();
    tooLate.catch(() => undefined);
  }
}

/** Its last lines: the log itself may be removed with the rest before anyone has read it. */
async function endOf(logPath: string): Promise<string> {
  const log = await readFile(logPath, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-10).join('\n');
}
