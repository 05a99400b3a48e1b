import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineLaunch } from './engineLaunch.ts';

/** The engine's own words, for when it does not start. */
export function engineLogPath({ directory }: EngineLaunch): string {
  return join(directory, 'engine.log');
}

/** Starts an engine that outlives this process. It finds out by itself whether another one serves already. */
export function startEngine(launch: EngineLaunch): ChildProcess {
  mkdirSync(launch.directory, { recursive: true, mode: 0o700 });
  const log = openSync(engineLogPath(launch), 'w', 0o600);
  try {
    const child = spawn(
      launch.nodePath,
      [launch.entryPath, '--directory', launch.directory, '--version', launch.version, '--idle-ms', String(launch.idleMs)],
      { detached: true, windowsHide: true, stdio: ['ignore', log, log], cwd: launch.directory, env: engineEnvironment() },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** The last lines that the engine wrote, for an error's text. */
export function engineLogTail(launch: EngineLaunch): string {
  try {
    return readFileSync(engineLogPath(launch), 'utf8').trim().split('\n').slice(-4).join('\n').slice(-600);
  } catch {
    return '';
  }
}

function engineEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return {
    ...environment,
    ELECTRON_RUN_AS_NODE: '1',
    // llama.cpp computes on libuv's pool. With one thread there its helper threads stay where they are; with the
    // default of four, decoding takes about twice as long (design notes in ARCHITECTURE.md).
    UV_THREADPOOL_SIZE: '1',
  };
}
