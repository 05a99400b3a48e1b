import { existsSync, linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../src/shared/errors.ts';
import { MetadataReader } from '../gguf/metadataReader.ts';
import { readHeader } from '../gguf/readHeader.ts';
import { sweepStaleFolders } from '../models/sweepStaleFolders.ts';
import { detectWindow } from './detectWindow.ts';
import { importError, modelImportFailed, notEnoughSpace } from './importErrors.ts';
import { type WriteTwinOptions, writeWindowedTwin } from './writeWindowedTwin.ts';

export interface CreateTwinOptions extends Pick<WriteTwinOptions, 'signal' | 'onProgress'> {
  /** `undefined`: what the model was trained with. */
  readonly windowTokens: number | undefined;
}

/** Of the folder beside the target in which a twin is written. */
const temporaryPrefix = '.leeward-window-';

/**
 * Writes the windowed twin of a model to a file that does not exist, whole or not at all.
 *
 * @throws UserError `modelImportFailed`, `modelMissing`, `modelInvalid`, `inputInvalid`; CancelledError.
 */
export async function createTwin(source: string, target: string, options: CreateTwinOptions) {
  if (existsSync(target)) throw alreadyThere(target);
  const windowTokens = options.windowTokens ?? (await detectOrRefuse(source));
  let temporary: string | undefined;
  try {
    // On the same disk, so that it can be moved.
    sweepLeft(dirname(target));
    temporary = mkdtempSync(join(dirname(target), temporaryPrefix));
    const path = join(temporary, 'twin.gguf');
    const noSpace = (neededBytes: number) =>
      notEnoughSpace(dirname(target), neededBytes, 'Free some there, or write to another disk');
    await writeWindowedTwin(source, path, windowTokens, { ...options, noSpace });
    moveToNew(path, target);
    return { path: target, windowTokens };
  } catch (error) {
    throw importError(error, options.signal, (problem) =>
      modelImportFailed(`${target} could not be written (${problem}): write it somewhere else.`),
    );
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What killed runs have left there, as large as their models. */
function sweepLeft(folder: string): void {
  try {
    sweepStaleFolders(folder, temporaryPrefix);
  } catch {
    // Another user's: it stays.
  }
}

async function detectOrRefuse(source: string): Promise<number> {
  const { metadata, tensors } = await readHeader(source);
  const windowTokens = detectWindow({ metadata: new MetadataReader(source, metadata), tensors });
  if (windowTokens !== undefined) return windowTokens;
  throw new UserError(
    'inputInvalid',
    `${source} is no model that was trained with a window: say which, with --window N.`,
  );
}

/** Never over another file, even one that has come meanwhile. */
function moveToNew(path: string, target: string): void {
  try {
    linkSync(path, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) throw alreadyThere(target);
    // Not every disk has hard links.
    renameSync(path, target);
  }
}

function alreadyThere(target: string): UserError {
  return new UserError(
    'inputInvalid',
    `${target} is there already, and is not overwritten: name another file to write.`,
  );
}
