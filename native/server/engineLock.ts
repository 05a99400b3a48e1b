import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineAddress } from '../../src/shared/engineProtocol.ts';
import { UserError } from '../../src/shared/errors.ts';

/**
 * Makes this process the one engine of a folder, or finds that another is. The lock is the address file itself: it
 * appears whole (a hard link is atomic) once the engine listens, so whoever can read it can connect.
 */
export class EngineLock {
  readonly address: EngineAddress;
  readonly #lockPath: string;

  constructor(directory: string) {
    this.#lockPath = join(directory, lockName);
    const secret = randomBytes(24).toString('hex');
    this.address = { pid: process.pid, socketPath: newSocketPath(directory), secret };
  }

  /** Tries to take the lock. Call it when the socket listens. `false`: another engine serves. */
  async take(): Promise<boolean> {
    const written = `${this.#lockPath}.${process.pid}`;
    writeFileSync(written, JSON.stringify(this.address), { mode: 0o600 });
    try {
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        if (linkIfAbsent(written, this.#lockPath)) return true;
        const holder = readAddress(this.#lockPath);
        if (holder !== undefined && (await answers(holder))) return false;
        this.#setAside(holder);
        await sleep(attemptPauseMs);
      }
      return false;
    } finally {
      rmSync(written, { force: true });
    }
  }

  /** Gives the lock back where it is still ours, and removes the socket. */
  release(): void {
    if (readAddress(this.#lockPath)?.secret === this.address.secret) rmSync(this.#lockPath, { force: true });
    if (process.platform !== 'win32') rmSync(this.address.socketPath, { force: true });
  }

  /** Moves a dead engine's lock away; puts it back where another engine has taken its place meanwhile. */
  #setAside(stale: EngineAddress | undefined): void {
    const aside = `${this.#lockPath}.stale.${process.pid}`;
    try {
      renameSync(this.#lockPath, aside);
    } catch {
      return; // Another engine was quicker; the next attempt sees what it left.
    }
    const moved = readAddress(aside);
    if (moved !== undefined && moved.secret !== stale?.secret) linkIfAbsent(aside, this.#lockPath);
    else if (stale !== undefined && process.platform !== 'win32') rmSync(stale.socketPath, { force: true });
    rmSync(aside, { force: true });
  }
}

const lockName = 'engine.json';
const maxAttempts = 10;
const attemptPauseMs = 20;
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero included. */
const maxSocketPathBytes = 103;

/** Random: a name made of a pid would meet what a process of that pid has left, and could be guessed. */
function newSocketPath(directory: string): string {
  const name = randomBytes(8).toString('hex');
  if (process.platform === 'win32') return `\\\\.\\pipe\\leeward-${name}`;
  const path = join(directory, `${name}.sock`);
  if (Buffer.byteLength(path) <= maxSocketPathBytes) return path;
  throw new UserError(
    'engineStartFailed',
    `The engine's folder ${directory} has too long a path for a socket. Set LEEWARD_RUNTIME_DIR to a shorter one.`,
  );
}

function linkIfAbsent(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readAddress(path: string): EngineAddress | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as EngineAddress;
  } catch {
    return undefined;
  }
}

/** Whether something listens at the address. */
function answers({ socketPath: path }: EngineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
