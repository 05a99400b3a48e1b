import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandResult {
  /** `undefined` where a signal ended it. */
  readonly exitCode: number | undefined;
  /** Its last 20,000 characters. */
  readonly stderr: string;
}

/**
 * Runs a program without a shell and without input. An abort kills it and everything it has started, and the result
 * comes when it has gone.
 *
 * @throws the system's error where it cannot be started.
 */
export function runCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CommandResult> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    // A group of its own on POSIX, so that a wrapper script's children die with it.
    const detached = process.platform !== 'win32';
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true, env, detached });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    const stop = () => kill(child, detached);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(error);
    });
    child.once('close', (exitCode) => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode: exitCode ?? undefined, stderr });
    });
  });
}

function kill(child: ChildProcess, isGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    process.kill(isGroup ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
