import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './isAlive.ts';

/**
 * Deletes the stores of folders that are not indexed any more. One that a process has open, maybe that of another window,
 * stays.
 *
 * @param folder of all stores. The names of a store's files are its own and something behind a dot.
 * @param isKept asked of a store right before it is deleted.
 */
export async function deleteStrayStores(folder: string, isKept: (name: string) => boolean): Promise<void> {
  const files = await readdir(folder).catch(() => []); // There is none yet.
  const inUse = new Set(files.filter(isMarkOfLiving).map(storeOf));
  for (const file of files) {
    if (inUse.has(storeOf(file)) || isKept(storeOf(file))) continue;
    // Windows lets nobody delete what is open.
    await rm(join(folder, file), { force: true }).catch(() => {});
  }
}

function storeOf(file: string): string {
  return file.split('.', 1)[0] ?? file;
}

/** Whether it is the file that stands beside a store as long as a process has it open. */
function isMarkOfLiving(file: string): boolean {
  return isAlive(Number(/\.parsing\.(\d+)$/.exec(file)?.[1]));
}
