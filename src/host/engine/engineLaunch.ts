import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensurePrivateDirectory } from './privateDirectory.ts';

/** How to start the engine and where its windows meet. */
export interface EngineLaunch {
  /** A Node, or an Electron that runs as one. */
  readonly nodePath: string;
  /** The engine's script. */
  readonly entryPath: string;
  /** Private folder of the address file, the socket and the log; one engine a folder. */
  readonly directory: string;
  readonly idleMs: number;
  /** Where the engine keeps sequence states for the next one. Absent: in Leeward's folder in the user's cache. */
  readonly statesDirectory?: string;
}

/**
 * The folder in which the windows of one user and one build of the engine meet. Another build has another folder, so
 * that an update never talks to the engine of yesterday, which ends by itself.
 *
 * @param files the engine's files, whose sizes and times tell builds apart.
 * @throws UserError `engineStartFailed` where the folder is not private.
 */
export function engineDirectory(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  const parent = runtimeDirectory();
  ensurePrivateDirectory(parent);
  return join(parent, hash.digest('hex').slice(0, 12));
}

/** Deletes the folders of builds that have not been used for a while and have no engine. */
export function sweepOldBuilds({ directory }: EngineLaunch): void {
  const parent = dirname(directory);
  for (const name of readdirSync(parent)) {
    const build = join(parent, name);
    const isBuild = /^[0-9a-f]{12}$/.test(name) && build !== directory;
    if (!isBuild || statSync(join(build, 'engine.json'), { throwIfNoEntry: false }) !== undefined) continue;
    const { mtimeMs } = statSync(build, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > oldBuildMs) rmSync(build, { recursive: true, force: true });
  }
}

const oldBuildMs = 24 * 60 * 60 * 1000;

/** A folder of the user's own with a short path, since a socket's path may have about 100 bytes. */
function runtimeDirectory(): string {
  const { LEEWARD_RUNTIME_DIR, XDG_RUNTIME_DIR, LOCALAPPDATA } = process.env;
  if (LEEWARD_RUNTIME_DIR) return LEEWARD_RUNTIME_DIR;
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'leeward', 'run');
  if (XDG_RUNTIME_DIR) return join(XDG_RUNTIME_DIR, 'leeward');
  const inHome = join(homedir(), '.cache', 'leeward', 'run');
  return inHome.length < 55 ? inHome : join(tmpdir(), `leeward-${process.getuid?.()}`);
}
