import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { modelCacheDir } from '../models/modelCache.ts';
import { importError, isFullDisk, modelImportFailed, notEnoughSpace } from './importErrors.ts';
import { modelIdentity, readModelParts } from './modelParts.ts';
import { sweepTwinFolder, temporaryPrefix } from './sweepTwinFolder.ts';
import { findTwin, storeTwin, twinFolder } from './twinCache.ts';
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
  const noSpace = (neededBytes: number) => notEnoughSpace(folder, neededBytes, `Free some there, ${elsewhere}`);
  let temporary: string | undefined;
  let sourceBytes = 0;
  try {
    const [first] = await readModelParts(sourcePath);
    const source = await modelIdentity(first);
    const found = await findTwin(folder, source, windowTokens);
    if (found !== undefined) return found;
    sourceBytes = source.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    mkdirSync(folder, { recursive: true });
    await sweepTwinFolder(folder);
    temporary = mkdtempSync(join(folder, temporaryPrefix));
    const path = join(temporary, 'twin.gguf');
    const written = await writeWindowedTwin(sourcePath, path, windowTokens, { ...options, noSpace });
    const twin = await storeTwin(folder, windowTokens, { path, ...written });
    // It may replace one with another window.
    await sweepTwinFolder(folder);
    return twin;
  } catch (error) {
    throw importError(error, options.signal, (problem) =>
      isFullDisk(error)
        ? noSpace(sourceBytes)
        : modelImportFailed(
            `The windowed copy of ${sourcePath} could not be written (${problem}). Make ${folder} a folder that you may write to, ${elsewhere}.`,
          ),
    );
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

const elsewhere = 'set LEEWARD_CACHE to another folder, or set leeward.model.slidingWindow to "off"';
