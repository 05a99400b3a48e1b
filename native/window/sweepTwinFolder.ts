import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sweepStaleFolders } from '../models/sweepStaleFolders.ts';
import { type FileIdentity, fileIdentity, isSameContent } from './modelParts.ts';
import { chosenMark, readRecord, recordName, type TwinRecord, twinName } from './twinCache.ts';

/** Of the folders in which twins are written. */
export const temporaryPrefix = '.import-';

/**
 * Deletes what nobody needs from the folder of twins, which take as much room as the models: half ones, those of models
 * that are gone or have changed, those with a window that another one has replaced, and those that nobody has wished for a
 * long time: the model runs without a window since, or another one does. Never throws; what cannot be deleted stays.
 */
export async function sweepTwinFolder(folder: string, nowMs: number = Date.now()): Promise<void> {
  try {
    sweepStaleFolders(folder, temporaryPrefix, nowMs);
  } catch {
    // Another one's, or not there.
  }
  try {
    await sweepTwins(folder, nowMs);
  } catch {
    // As above.
  }
}

interface FoundRecord extends TwinRecord {
  readonly path: string;
  readonly usedMs: number;
}

async function sweepTwins(folder: string, nowMs: number): Promise<void> {
  const names = readdirSync(folder);
  const records: FoundRecord[] = [];
  for (const path of names.filter((name) => recordName.test(name)).map((name) => join(folder, name))) {
    const record = readRecord(path);
    if (record === undefined) rmSync(path, { force: true });
    else records.push({ ...record, path, usedMs: timesOf(path)?.mtimeMs ?? nowMs });
  }
  const kept = new Set<string>();
  for (const record of records) {
    // What is in use was wished when it was loaded, before the sweep.
    const isWished = nowMs - record.usedMs < unwishedMs && !isReplaced(record, records, nowMs);
    const isKept = isWished && (await isThere(record.source));
    if (isKept) kept.add(record.twin);
    else rmSync(record.path, { force: true });
  }
  for (const name of names.filter((candidate) => twinName.test(candidate) && !kept.has(candidate))) {
    await removeUnused(join(folder, name), nowMs);
  }
}

/** Whether the same model was given another window since, and this one is not wished any more. */
function isReplaced({ source, usedMs }: FoundRecord, records: readonly FoundRecord[], nowMs: number): boolean {
  const isLater = (other: FoundRecord) => other.source[0]?.path === source[0]?.path && other.usedMs > usedMs;
  return nowMs - usedMs > replacedMs && records.some(isLater);
}

/** Whether a model is what it was, as far as can be seen: a disk that is not plugged in is no model that is gone. */
async function isThere(source: readonly FileIdentity[]): Promise<boolean> {
  const found = source.map(async (file) => {
    try {
      return isSameContent([await fileIdentity(file.path)], [file]);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ENOENT' || !existsSync(dirname(file.path));
    }
  });
  return (await Promise.all(found)).every((isSame) => isSame);
}

async function removeUnused(twin: string, nowMs: number): Promise<void> {
  // A new one's record may be on its way.
  if (nowMs - (timesOf(twin)?.ctimeMs ?? nowMs) < newTwinMs) return;
  // Whoever has chosen it as the model may have no other copy.
  if (nowMs - (timesOf(chosenMark(twin))?.mtimeMs ?? 0) < chosenMs) return;
  try {
    await rm(twin, { force: true });
    await rm(chosenMark(twin), { force: true });
  } catch {
    // Windows deletes no file that an engine has loaded.
  }
}

function timesOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

const hourMs = 60 * 60 * 1000;
const newTwinMs = hourMs;
const replacedMs = 24 * hourMs;
const unwishedMs = 90 * 24 * hourMs;
const chosenMs = 30 * 24 * hourMs;
