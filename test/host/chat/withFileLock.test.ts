import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../../../src/host/chat/store/withFileLock.ts';
import { type Disk, realDisk } from '../../../src/host/chat/store/writeAtomically.ts';

describe('a lock that is a file', () => {
  let folder: string;
  let lockPath: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-lock-'));
    lockPath = join(folder, '.one.lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const alive = `${process.pid}-0123@${hostname()}`;
  /** Of a process of this host that is no more. */
  const dead = () => `${spawnSync(process.execPath, ['--version']).pid}-0123@${hostname()}`;
  const done = async () => 'done';
  const failing = (code: string) => Object.assign(new Error(`${code}: at a test`), { code });
  const heldByOthers = { code: 'inputInvalid', message: /Another window does not let go of .*\.one\.lock/ };

  it('is there while the work is done, with the name of its owner, and gone then', async () => {
    const owner = await withFileLock(lockPath, () => readFile(lockPath, 'utf8'));
    assert.match(owner, new RegExp(`^${process.pid}-[0-9a-f]{16}@`));
    assert.ok(owner.endsWith(`@${hostname()}`));
    await assert.rejects(
      withFileLock(lockPath, async () => Promise.reject(failing('EIO'))),
      { code: 'EIO' },
    );
    assert.deepEqual(await readdir(folder), []);
  });

  it('is waited for while its owner is alive, but not for ever', async () => {
    await writeFile(lockPath, alive);
    await assert.rejects(withFileLock(lockPath, done, { waitMs: 50 }), heldByOthers);
    assert.equal(await readFile(lockPath, 'utf8'), alive);
  });

  it('counts for nothing where it is old, though its owner is alive', async () => {
    await writeFile(lockPath, alive);
    await utimes(lockPath, 1, 1);
    assert.equal(await withFileLock(lockPath, done), 'done');
    assert.deepEqual(await readdir(folder), []);
  });

  it('is taken from an owner that is no more, unless that is one of another host', async () => {
    await writeFile(lockPath, dead());
    assert.equal(await withFileLock(lockPath, done, { waitMs: 50 }), 'done');
    const elsewhere = dead().replace(/@.*$/, '@another-host');
    await writeFile(lockPath, elsewhere);
    await assert.rejects(withFileLock(lockPath, done, { waitMs: 50 }), heldByOthers);
    assert.equal(await readFile(lockPath, 'utf8'), elsewhere);
  });

  it('is one at a time, for those too who find the same abandoned one', async () => {
    await writeFile(lockPath, dead());
    let [working, most] = [0, 0];
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await sleep(20);
      working -= 1;
      return 'done';
    };
    const results = await Promise.all([withFileLock(lockPath, work), withFileLock(lockPath, work)]);
    assert.deepEqual([results, most], [['done', 'done'], 1]);
    assert.deepEqual(await readdir(folder), []);
  });

  it('is not left behind where its owner could not be written', async () => {
    const full: Disk = {
      ...realDisk,
      open: async (path, flags, mode) => {
        const file = await realDisk.open(path, flags, mode);
        const writeFile = () => Promise.reject(failing('ENOSPC'));
        return { writeFile, sync: () => file.sync(), close: () => file.close() };
      },
    };
    await assert.rejects(withFileLock(lockPath, done, { disk: full }), { code: 'ENOSPC' });
    assert.deepEqual(await readdir(folder), []);
  });

  it('fails at once where it can not be made, whatever the system calls that', async () => {
    for (const code of ['EPERM', 'EACCES', 'EROFS']) {
      const disk: Disk = { ...realDisk, open: () => Promise.reject(failing(code)) };
      await assert.rejects(withFileLock(lockPath, done, { disk }), { code });
    }
  });

  it("is waited for while another one's is being deleted, which Windows does not let one replace", async () => {
    await writeFile(lockPath, alive);
    let tries = 0;
    const disk: Disk = {
      ...realDisk,
      open: async (path, flags, mode) => {
        tries += 1;
        if (tries === 3) await rm(lockPath);
        if (tries <= 3) throw failing('EPERM');
        return await realDisk.open(path, flags, mode);
      },
    };
    assert.equal(await withFileLock(lockPath, done, { disk }), 'done');
  });
});
