import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineLaunch } from './engineLaunch.ts';

/** The engine's own words, for when it does not start. */
function engineLogPath({ directory }: EngineLaunch): string {
  return join(directory, 'engine.log');
}

/** Starts an engine that outlives this process. It finds out by itself whether another one serves already. */
export function startEngine(launch: EngineLaunch): ChildProcess {
  mkdirSync(launch.directory, { recursive: true, mode: 0o700 });
  const log = openSync(engineLogPath(launch), 'w', 0o600);
  try {
    const child = spawn(
      launch.nodePath,
      [
        launch.entryPath,
        '--directory',
        launch.directory,
        '--version',
        launch.version,
        '--idle-ms',
        String(launch.idleMs),
      ],
      {
        detached: true,
        windowsHide: true,
        stdio: ['ignore', log, log],
        cwd: launch.directory,
        env: engineEnvironment(),
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** What the engine wrote last of what kept it from going on: the sentence of an error, else its last line. */
export function engineLastWords(launch: EngineLaunch): string {
  let lines: readonly string[];
  try {
    lines = readFileSync(engineLogPath(launch), 'utf8').trim().split('\n');
  } catch {
    return '';
  }
  const sentence = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '';
  return sentence.slice(0, 600);
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
