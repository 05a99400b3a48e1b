import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledError, isCancelled, UserError } from '../../src/shared/errors.ts';
import { readHeader } from '../gguf/readHeader.ts';
import { modelCacheDir } from '../models/modelCache.ts';
import { sweepStaleFolders } from '../models/sweepStaleFolders.ts';
import { isFullDisk, modelImportFailed, notEnoughSpace } from './importErrors.ts';
import { modelIdentity } from './modelParts.ts';
import { findTwin, storeTwin, sweepTwins, twinFolder } from './twinCache.ts';
import { type WriteTwinOptions, writeWindowedTwin } from './writeWindowedTwin.ts';

export interface ImportOptions extends Omit<WriteTwinOptions, 'noSpace'> {
  /** Absent: Leeward's folder in the user's cache. */
  readonly cacheDir?: string;
}

/**
 * Puts the windowed twin of a model into the cache, whole or not at all. Where it is already, nothing is copied. Two
 * processes may do this at once.
 *
 * @returns the twin's path.
 * @throws UserError `modelImportFailed`, `modelMissing`, `modelInvalid`; CancelledError.
 */
export async function importWindowed(
  sourcePath: string,
  windowTokens: number,
  { cacheDir = modelCacheDir(), ...options }: ImportOptions = {},
): Promise<string> {
  const folder = twinFolder(cacheDir);
  const source = await modelIdentity({ path: sourcePath, header: await readHeader(sourcePath) });
  const found = await findTwin(folder, source, windowTokens);
  if (found !== undefined) return found;
  const noSpace = (neededBytes: number) => notEnoughSpace(folder, neededBytes, `Free some there, ${elsewhere}`);
  let temporary: string | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    sweepStaleFolders(folder, temporaryPrefix);
    await sweepTwins(folder);
    temporary = mkdtempSync(join(folder, temporaryPrefix));
    const path = join(temporary, 'twin.gguf');
    const written = await writeWindowedTwin(sourcePath, path, windowTokens, { ...options, noSpace });
    return await storeTwin(folder, windowTokens, { path, ...written });
  } catch (error) {
    if (options.signal?.aborted || isCancelled(error)) throw new CancelledError();
    if (error instanceof UserError) throw error;
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    if (isFullDisk(error)) throw noSpace(source.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    throw modelImportFailed(
      `The windowed copy of ${sourcePath} could not be written (${message}). Make ${folder} a folder that you may write to, ${elsewhere}.`,
    );
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

const temporaryPrefix = '.import-';
const elsewhere = 'set LEEWARD_CACHE to another folder, or set leeward.model.slidingWindow to "off"';
