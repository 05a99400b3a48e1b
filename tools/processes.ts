import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from './toolError.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** A command script (`npm.cmd`, `code.cmd`) only runs through a shell. */
  readonly shell?: boolean;
}

/**
 * Runs a command to its end, showing nothing.
 *
 * @throws ToolError with the end of what it printed, where it fails or cannot be started.
 */
export async function runQuietly(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (data: Buffer): void => {
    output = (output + data.toString()).slice(-2000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const line = `${command} ${args.join(' ')}`;
  const exitCode = await exitCodeOf(child).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new ToolError(`Could not run \`${line}\`: ${error.message}.`);
  });
  if (exitCode !== 0)
    throw new ToolError(`\`${line}\` failed (exit code ${exitCode}):\n${withoutStack(output).trim()}`);
}

/**
 * Ends a process that was started with `detached: true`, and all that it started: asked first, killed after `graceMs`.
 */
export async function endProcessTree(child: ChildProcess, graceMs = 3000): Promise<void> {
  if (child.pid === undefined) return;
  if (!hasExited(child)) {
    signalTree(child.pid, 'SIGTERM');
    const grace = new AbortController();
    await Promise.race([
      once(child, 'exit'),
      delay(graceMs, undefined, { signal: grace.signal }).catch(() => undefined),
    ]);
    grace.abort();
  }
  // Those it started may outlive it.
  signalTree(child.pid, 'SIGKILL');
}

/** The same at once, for the moment when this process itself ends. */
export function killProcessTree(child: ChildProcess): void {
  if (child.pid !== undefined) signalTree(child.pid, 'SIGKILL');
}

/** Resolves with the exit code, or with 1 where a signal ended the process. */
export async function exitCodeOf(child: ChildProcess): Promise<number> {
  if (hasExited(child)) return child.exitCode ?? 1;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

function withoutStack(output: string): string {
  return output.replaceAll(/^(npm error)? +at .*\n?/gm, '');
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
