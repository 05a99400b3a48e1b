import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/shared/errors.ts';
import { checkModelFile } from '../gguf/checkModelFile.ts';
import { modelCacheDir } from '../models/modelCache.ts';
import { type FileIdentity, fileIdentity } from './modelParts.ts';

/** What is known of a twin in the cache, in a small file beside it: one for each model that it is the twin of. */
interface TwinRecord {
  readonly source: readonly FileIdentity[];
  /** A name in the same folder. */
  readonly twin: string;
  readonly sizeBytes: number;
}

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
  const record = readRecord(join(folder, recordName(source, windowTokens)));
  if (record === undefined || JSON.stringify(record.source) !== JSON.stringify(source)) return undefined;
  const path = join(folder, record.twin);
  return (await isWhole(path, record.sizeBytes)) ? path : undefined;
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
  if (!(await isWhole(target, written.sizeBytes))) {
    try {
      // Windows replaces no file that is read-only.
      rmSync(target, { force: true });
      renameSync(written.path, target);
    } catch (error) {
      if (!(await isWhole(target, written.sizeBytes))) throw error;
    }
  }
  renameSync(`${written.path}.json`, join(folder, recordName(written.source, windowTokens)));
  return target;
}

interface NewTwin {
  /** In a folder beside its future place. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentHash: string;
  readonly source: readonly FileIdentity[];
}

/** Deletes the twins of models that are not there any more or have changed. They take as much room as the models. */
export async function sweepTwins(folder: string, nowMs: number = Date.now()): Promise<void> {
  const names = readdirSync(folder);
  const kept = new Set<string>();
  for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
    const record = readRecord(join(folder, name));
    const now = await Promise.all((record?.source ?? []).map(({ path }) => fileIdentity(path).catch(() => undefined)));
    if (record !== undefined && JSON.stringify(now) === JSON.stringify(record.source)) kept.add(record.twin);
    else rmSync(join(folder, name), { force: true });
  }
  for (const name of names.filter((candidate) => candidate.endsWith('.gguf') && !kept.has(candidate))) {
    const ctimeMs = statSync(join(folder, name), { throwIfNoEntry: false })?.ctimeMs ?? nowMs;
    // A new one's record may be on its way.
    if (nowMs - ctimeMs < newTwinMs) continue;
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // Windows deletes no file that an engine has loaded.
    }
  }
}

const newTwinMs = 60 * 60 * 1000;

function recordName(source: readonly FileIdentity[], windowTokens: number): string {
  const key = JSON.stringify([source[0]?.path, windowTokens, recipe]);
  return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`;
}

function readRecord(path: string): TwinRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<TwinRecord> | null;
    const { source, twin, sizeBytes } = record ?? {};
    const isRecord = Array.isArray(source) && typeof sizeBytes === 'number' && /^[\w-]+\.gguf$/.test(twin ?? '');
    return isRecord && twin !== undefined ? { source, twin, sizeBytes } : undefined;
  } catch {
    return undefined;
  }
}

/** Its content was verified when it was stored; its size and header are looked at again, since native code will read it. */
async function isWhole(path: string, sizeBytes: number): Promise<boolean> {
  try {
    return (await checkModelFile(path)).sizeBytes === sizeBytes;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
