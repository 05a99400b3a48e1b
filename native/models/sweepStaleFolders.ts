import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes the folders in `parent` that begin with `prefix` and in which nothing has changed for an hour: what a killed
 * process has left. One that is being filled changes all the time, whichever machine fills it.
 */
export function sweepStaleFolders(parent: string, prefix: string, nowMs: number = Date.now()): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    if (nowMs - lastChangeMs(folder) > staleAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}

const staleAfterMs = 60 * 60 * 1000;

/** Of the folder and everything in it; infinite where it goes away while it is looked at. */
function lastChangeMs(folder: string): number {
  try {
    const inside = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
    return Math.max(...[folder, ...inside].map((path) => statSync(path).mtimeMs));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
