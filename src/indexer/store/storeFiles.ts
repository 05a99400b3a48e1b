import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where the store of a folder is kept. */
export interface StorePlace {
  /** The base of its files' names. */
  readonly path: string;
  /** Stands for all that decides what is in a store (`storeVersion.ts`): one of another version is not looked at. */
  readonly version: number;
}

/**
 * A store's file is `<path>.<version>.<generation>`. A damaged one is not replaced under its name: a process that has it
 * open yet would, when it closes it, delete the new one's log by its name.
 */
export function currentFile(place: StorePlace): string {
  return fileOf(place, Math.max(0, ...generations(place)));
}

/** A file that is not there yet and from now on is the current one. */
export function nextFile(place: StorePlace): string {
  return fileOf(place, Math.max(0, ...generations(place)) + 1);
}

/** Those of other versions and generations. Where one is in use (Windows), it stays until the next start. */
export function deleteOtherFiles({ path }: StorePlace, filePath: string): void {
  const kept = basename(filePath);
  for (const { name, file } of storeFiles(path)) {
    if (file === kept) continue;
    try {
      rmSync(join(dirname(path), name));
    } catch {
      // In use, or gone meanwhile.
    }
  }
}

function fileOf({ path, version }: StorePlace, generation: number): string {
  return `${path}.${version}.${generation}`;
}

function generations({ path, version }: StorePlace): readonly number[] {
  return storeFiles(path).flatMap((file) => (file.version === version ? [file.generation] : []));
}

function storeFiles(path: string) {
  const base = basename(path);
  return readdirSync(dirname(path)).flatMap((name) => {
    const [, version, generation] = (name.startsWith(`${base}.`) && suffixPattern.exec(name.slice(base.length))) || [];
    if (version === undefined || generation === undefined) return [];
    const file = `${base}.${version}.${generation}`;
    return [{ name, file, version: Number(version), generation: Number(generation) }];
  });
}

/** SQLite's own files lie beside the database, under its name. */
const suffixPattern = /^\.(\d{1,10})\.(\d{1,9})(?:-wal|-shm|-journal)?$/;
