import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** How to start the engine and where its windows meet. */
export interface EngineLaunch {
  /** A Node, or an Electron that runs as one. */
  readonly nodePath: string;
  /** The engine's script. */
  readonly entryPath: string;
  /** Private folder of the address file, the socket and the log; one engine a folder. */
  readonly directory: string;
  readonly version: string;
  readonly idleMs: number;
}

/**
 * The folder in which the windows of one user and one build of the engine meet. Another build has another folder, so
 * that an update never talks to the engine of yesterday, which ends by itself.
 *
 * @param entryPath the engine's script, whose size and time tell builds apart.
 */
export function engineDirectory(entryPath: string): string {
  const { size, mtimeMs } = statSync(entryPath);
  const build = createHash('sha256').update(`${entryPath}\0${size}\0${mtimeMs}`).digest('hex').slice(0, 12);
  return join(runtimeDirectory(), build);
}

/** A folder of the user's own with a short path, since a socket's path may have about 100 bytes. */
function runtimeDirectory(): string {
  const { LEEWARD_RUNTIME_DIR, XDG_RUNTIME_DIR, LOCALAPPDATA } = process.env;
  if (LEEWARD_RUNTIME_DIR) return LEEWARD_RUNTIME_DIR;
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'leeward', 'run');
  if (XDG_RUNTIME_DIR) return join(XDG_RUNTIME_DIR, 'leeward');
  const inHome = join(homedir(), '.cache', 'leeward', 'run');
  return inHome.length < 70 ? inHome : join(tmpdir(), `leeward-${process.getuid?.()}`);
}
