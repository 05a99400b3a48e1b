import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineLaunch, sweepOldBuilds } from './engineLaunch.ts';

/**
 * Starts an engine that outlives this process. It finds out by itself whether another one serves already, and then ends
 * with exit code 0.
 */
export function startEngine(launch: EngineLaunch): ChildProcess {
  sweepOldBuilds(launch);
  const log = openLog(launch);
  try {
    const args = [launch.entryPath, '--directory', launch.directory, '--idle-ms', String(launch.idleMs)];
    if (launch.statesDirectory !== undefined) args.push('--states', launch.statesDirectory);
    const child = spawn(launch.nodePath, args, {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
      cwd: launch.directory,
      env: engineEnvironment(),
    });
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
    lines = readFileSync(logPath(launch), 'utf8').trim().split('\n').slice(-100);
  } catch {
    return '';
  }
  const sentence = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '';
  // The socket's name is random: with it the same failure would read like another one each time.
  return sentence.replace(/\S*[0-9a-f]{16}(?:\.sock)?/g, 'its socket').slice(0, 600);
}

const maxLogBytes = 1_000_000;

/** The engine's own words. Appended to, since more than one may start at once; the one before it is kept. */
function openLog(launch: EngineLaunch): number {
  const path = logPath(launch);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}

function logPath({ directory }: EngineLaunch): string {
  return join(directory, 'engine.log');
}

function engineEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return {
    ...environment,
    ELECTRON_RUN_AS_NODE: '1',
    // llama.cpp computes on libuv's pool. With one thread there its helper threads stay where they are; with the
    // default of four, decoding takes about twice as long (ARCHITECTURE.md).
    UV_THREADPOOL_SIZE: '1',
  };
}
