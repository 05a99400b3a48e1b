import { randomBytes } from 'node:crypto';
import { link, lstat, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../shared/errors.ts';
import { isAlive } from '../../index/isAlive.ts';
import { codeOf, type Disk, realDisk } from './writeAtomically.ts';

/** Behind a dot, so that no list of conversations has it. */
export const lockEnding = '.lock';

interface FileLockOptions {
  readonly disk?: Disk;
  /** How long another may have it, in milliseconds. */
  readonly waitMs?: number;
}

/**
 * Does something while nobody else does, in whichever process: reading, merging and writing a file is then one step.
 *
 * It takes no signal: what is saved or deleted is never given up, and the wait has an end.
 *
 * @param lockPath a file that is there for as long. One that a process has left which is no more counts for nothing, nor does
 *   one that is some seconds old.
 * @throws what `work` throws, what the disk throws, and UserError `inputInvalid` where others have it all the time.
 */
export async function withFileLock<Result>(
  lockPath: string,
  work: () => Promise<Result>,
  { disk = realDisk, waitMs = 1.5 * abandonedMs }: FileLockOptions = {},
): Promise<Result> {
  const owner = `${process.pid}-${randomBytes(8).toString('hex')}@${hostname()}`;
  const endMs = performance.now() + waitMs;
  while (!(await isTaken(lockPath, owner, disk))) {
    await setAsideAbandoned(lockPath);
    if (performance.now() > endMs) throw heldByOthers(lockPath);
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
async function isTaken(lockPath: string, owner: string, disk: Disk, isRepeated = false): Promise<boolean> {
  let file: Awaited<ReturnType<Disk['open']>>;
  try {
    file = await disk.open(lockPath, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Windows says so of a file that is being deleted, and of a folder that can't be written to.
    if (codeOf(error) !== 'EPERM') throw error;
    if (await isThere(lockPath)) return false;
    if (isRepeated) throw error;
    // It may have been deleted by now.
    return await isTaken(lockPath, owner, disk, true);
  }
  try {
    await file.writeFile(owner).finally(() => file.close());
    return true;
  } catch (error) {
    // Nobody could tell whose it is.
    await rm(lockPath, { force: true }).catch(() => {});
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
}

/** Moves it away first, so that of two who find it one does; and puts it back where it is another's, and new. */
async function setAsideAbandoned(lockPath: string): Promise<void> {
  const holder = await ownerOf(lockPath);
  const found = await stat(lockPath).catch(() => undefined);
  if (found === undefined || (mayBeAlive(holder) && Date.now() - found.mtimeMs < abandonedMs)) return;
  const aside = `${lockPath}.${randomBytes(8).toString('hex')}${lockEnding}`;
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

/** Of another host's process, and where the name is not yet written, it can't be told. */
function mayBeAlive(owner = ''): boolean {
  const [, pid, host] = /^(\d+)-[0-9a-f]+@(.*)$/s.exec(owner) ?? [];
  return host !== hostname() || isAlive(Number(pid));
}

function heldByOthers(lockPath: string): UserError {
  return new UserError(
    'inputInvalid',
    `Another window does not let go of ${lockPath}. Close the other windows of this workspace, or delete that file.`,
  );
}
