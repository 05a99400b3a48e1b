import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../src/shared/errors.ts';
import { checkModelFile } from '../gguf/checkModelFile.ts';
import { modelCacheDir } from '../models/modelCache.ts';
import { type FileIdentity, isSameContent } from './modelParts.ts';

/**
 * What is known of a twin in the cache, in a small file beside it, whose time says when it was last wished: one for each
 * model that it is the twin of.
 */
export interface TwinRecord {
  readonly source: readonly FileIdentity[];
  /** A name in the same folder. */
  readonly twin: string;
  readonly sizeBytes: number;
}

/** The folder may have other files, which are not ours. */
export const twinName = /^w\d+-r\d+-[0-9a-f]{64}\.gguf$/;
export const recordName = /^[0-9a-f]{32}\.json$/;

/** Raised when twins are made in another way: those that were made before are then made anew. */
const recipe = 1;

/** Where twins are kept: in Leeward's folder in the user's cache. */
export function twinFolder(cacheDir: string = modelCacheDir()): string {
  return join(cacheDir, 'models', 'windowed');
}

/**
 * The twin of a model in the cache, found by what the file system says of the model's files, without reading them;
 * `undefined` where there is none, or none that is whole.
 */
export async function findTwin(
  folder: string,
  source: readonly FileIdentity[],
  windowTokens: number,
): Promise<string | undefined> {
  const recordPath = recordPathOf(folder, source, windowTokens);
  const record = readRecord(recordPath);
  if (record === undefined || !isSameContent(source, record.source)) return undefined;
  const path = join(folder, record.twin);
  if (!(await isWhole(path, record.sizeBytes))) return undefined;
  try {
    const now = new Date();
    utimesSync(recordPath, now, now);
  } catch {
    // Another user's folder, say, which is not this one's to sweep.
  }
  return path;
}

/**
 * Moves a twin into the cache, read-only, under a name that says what is in it, where no other process has put the same
 * one before.
 *
 * @returns its path there.
 */
export async function storeTwin(folder: string, windowTokens: number, written: NewTwin): Promise<string> {
  const twin = `w${windowTokens}-r${recipe}-${written.contentHash}.gguf`;
  const target = join(folder, twin);
  const record: TwinRecord = { source: written.source, twin, sizeBytes: written.sizeBytes };
  // All that needs room is done before anything is moved.
  writeFileSync(`${written.path}.json`, JSON.stringify(record));
  chmodSync(written.path, 0o444);
  try {
    if (await isWhole(target, written.sizeBytes)) {
      // A sweep that does not see the record yet takes it for a new one then.
      chmodSync(target, 0o444);
    } else {
      // Windows replaces no file that is read-only.
      rmSync(target, { force: true });
      renameSync(written.path, target);
    }
  } catch (error) {
    if (!(await isWhole(target, written.sizeBytes))) throw error;
  }
  renameSync(`${written.path}.json`, recordPathOf(folder, written.source, windowTokens));
  return target;
}

interface NewTwin {
  /** In a folder beside its future place. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentHash: string;
  readonly source: readonly FileIdentity[];
}

/** Says that a file was chosen as the model itself, where it is a twin: its model may be gone, so it is kept. */
export function markChosen(folder: string, path: string): void {
  try {
    const twin = realpathSync(path);
    if (dirname(twin) === realpathSync(folder) && twinName.test(basename(twin))) writeFileSync(chosenMark(twin), '1');
  } catch {
    // Most often there is no such folder.
  }
}

/** The file whose time says when a twin was last chosen. */
export function chosenMark(twin: string): string {
  return `${twin}.chosen`;
}

function recordPathOf(folder: string, source: readonly FileIdentity[], windowTokens: number): string {
  const key = JSON.stringify([source[0]?.path, windowTokens, recipe]);
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}

/** `undefined` where there is none that makes sense. */
export function readRecord(path: string): TwinRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<TwinRecord> | null;
    const { source, twin, sizeBytes } = record ?? {};
    const hasSource = Array.isArray(source) && source.length > 0;
    const isRecord = hasSource && typeof sizeBytes === 'number' && twinName.test(twin ?? '');
    return isRecord && twin !== undefined ? { source, twin, sizeBytes } : undefined;
  } catch {
    return undefined;
  }
}

/** `verifyTwin` has read samples back when it was written; native code reads size and header, so they are read again. */
async function isWhole(path: string, sizeBytes: number): Promise<boolean> {
  try {
    return (await checkModelFile(path)).sizeBytes === sizeBytes;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
