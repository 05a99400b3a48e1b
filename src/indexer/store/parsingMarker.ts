import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Says on the disk which file is being parsed, so that after a crash the next process knows which one to leave alone. It
 * costs two system calls a file. That it is there says that the store is open (`deleteStrayStores.ts`).
 */
export class ParsingMarker {
  readonly #markerPath: string;
  #descriptor: number | undefined;

  /** Where nothing can be written, nothing is remembered. */
  constructor(storePath: string) {
    this.#markerPath = `${storePath}${infix}${process.pid}`;
    try {
      this.#descriptor = openSync(this.#markerPath, 'w', 0o600);
    } catch {
      this.#descriptor = undefined;
    }
  }

  /** `undefined`: none is. */
  set(path: string | undefined): void {
    if (this.#descriptor === undefined) return;
    try {
      // Up to the first line end: what an earlier one has left behind it does not count.
      writeSync(this.#descriptor, `${path ?? ''}\n`, 0);
    } catch {
      // A full disk.
    }
  }

  dispose(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#markerPath, { force: true });
  }
}

/** The files that processes were parsing when they ended, told once. */
export function takeLostPaths(storePath: string): ReadonlySet<string> {
  const lost = new Set<string>();
  const prefix = basename(storePath) + infix;
  try {
    for (const name of readdirSync(dirname(storePath))) {
      const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
      if (!Number.isInteger(pid) || isAlive(pid)) continue;
      const path = join(dirname(storePath), name);
      const [lostPath = ''] = readFileSync(path, 'utf8').split('\n', 1);
      if (lostPath !== '') lost.add(lostPath);
      rmSync(path);
    }
  } catch {
    // There is no folder yet, or another window was quicker.
  }
  return lost;
}

const infix = '.parsing.';

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
