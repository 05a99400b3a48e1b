import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './writeAtomically.ts';

/** Behind a dot, so that no list of conversations has it. */
export const lockEnding = '.lock';

/**
 * Does something while nobody else does, in whichever process: reading, merging and writing a file is then one step.
 *
 * @param lockPath a file that is there for as long. One that a process has left which is no more counts for nothing, nor does
 *   one that is some seconds old.
 * @throws what `work` throws, and what the disk throws.
 */
export async function withFileLock<Result>(lockPath: string, work: () => Promise<Result>): Promise<Result> {
  const owner = `${process.pid}-${randomBytes(8).toString('hex')}`;
  while (!(await isTaken(lockPath, owner))) {
    await setAsideAbandoned(lockPath, owner);
    await sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    if ((await ownerOf(lockPath)) === owner) await rm(lockPath, { force: true });
  }
}

/** Longer than the slowest disk takes for one file. */
const abandonedMs = 10_000;
const pauseMs = 5;

/** Whether it is ours now: making the file fails where there is one. */
async function isTaken(lockPath: string, owner: string): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx', 0o600);
    await file.writeFile(owner).finally(() => file.close());
    return true;
  } catch (error) {
    // Windows says so of a file that is being deleted.
    if (codeOf(error) === 'EEXIST' || (process.platform === 'win32' && codeOf(error) === 'EPERM')) return false;
    throw error;
  }
}

/** Moves it away first, so that of two who find it one does; and puts it back where it is another's, and new. */
async function setAsideAbandoned(lockPath: string, owner: string): Promise<void> {
  const holder = await ownerOf(lockPath);
  const found = await stat(lockPath).catch(() => undefined);
  if (found === undefined || (isAlive(holder) && Date.now() - found.mtimeMs < abandonedMs)) return;
  const aside = `${lockPath}.${owner}${lockEnding}`;
  try {
    await rename(lockPath, aside);
    if ((await ownerOf(aside)) !== holder) await link(aside, lockPath);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
  await rm(aside, { force: true });
}

async function ownerOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

/** Whether the process of an owner is there; so it is taken for where the name is not yet written. */
function isAlive(owner = ''): boolean {
  const pid = Number(/^(\d+)-/.exec(owner)?.[1]);
  if (!(pid > 0)) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
