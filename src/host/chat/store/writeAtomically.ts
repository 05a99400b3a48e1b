import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is asked of the disk, so that a test can have it full. */
export interface Disk {
  open(path: string, flags: string, mode?: number): Promise<Pick<FileHandle, 'writeFile' | 'sync' | 'close'>>;
  rename(from: string, to: string): Promise<void>;
}

export const realDisk: Disk = { open, rename };

/** Behind a dot, so that no list of conversations has it. */
export const temporaryEnding = '.tmp';

/**
 * Replaces a file as a whole: whoever reads it, now or after a crash, finds the old text or the new one. Readable by the
 * user only.
 *
 * @param isDurable it is on the disk when this resolves, even if the machine loses its power. Costs some milliseconds.
 * @throws what the disk throws; the old file is as it was then.
 */
export async function writeAtomically(path: string, text: string, isDurable: boolean, disk = realDisk): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}${temporaryEnding}`);
  try {
    const file = await disk.open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      if (isDurable) await file.sync();
    } finally {
      await file.close();
    }
    await replace(temporary, path, disk);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  if (isDurable) await syncFolder(dirname(path), disk);
}

/** Windows refuses it while another process (a virus scanner, say) has the file open. */
async function replace(from: string, to: string, disk: Disk): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await disk.rename(from, to);
    } catch (error) {
      const isBusy = ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (process.platform !== 'win32' || !isBusy || attempt === attempts) throw error;
      await sleep(20 * attempt);
    }
  }
}

const attempts = 8;

/** The new name is part of the folder. Windows has no such thing, and some file systems refuse it. */
async function syncFolder(folder: string, disk: Disk): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await disk.open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file itself is there.
  }
}

/** `ENOSPC` and the like; empty where it is no error of the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
