import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { schemaVersion } from './schema.ts';

/**
 * A store's file is `<storePath>.<schema version>.<generation>`. A damaged one is not replaced under its name: a process
 * that has it open yet would, when it closes it, delete the new one's log by its name.
 */
export function currentFile(storePath: string): string {
  return fileOf(storePath, Math.max(0, ...generations(storePath)));
}

/** A file that is not there yet and from now on is the current one. */
export function nextFile(storePath: string): string {
  return fileOf(storePath, Math.max(0, ...generations(storePath)) + 1);
}

/** Those of other versions and generations. Where one is in use (Windows), it stays until the next start. */
export function deleteOtherFiles(storePath: string, filePath: string): void {
  const kept = basename(filePath);
  for (const { name, file } of storeFiles(storePath)) {
    if (file === kept) continue;
    try {
      rmSync(join(dirname(storePath), name));
    } catch {
      // In use, or gone meanwhile.
    }
  }
}

function fileOf(storePath: string, generation: number): string {
  return `${storePath}.${schemaVersion}.${generation}`;
}

function generations(storePath: string): readonly number[] {
  return storeFiles(storePath).flatMap(({ version, generation }) => (version === schemaVersion ? [generation] : []));
}

function storeFiles(storePath: string) {
  const base = basename(storePath);
  return readdirSync(dirname(storePath)).flatMap((name) => {
    const [, version, generation] = (name.startsWith(`${base}.`) && suffixPattern.exec(name.slice(base.length))) || [];
    if (version === undefined || generation === undefined) return [];
    const file = `${base}.${version}.${generation}`;
    return [{ name, file, version: Number(version), generation: Number(generation) }];
  });
}

/** SQLite's own files lie beside the database, under its name. */
const suffixPattern = /^\.(\d{1,9})\.(\d{1,9})(?:-wal|-shm|-journal)?$/;
