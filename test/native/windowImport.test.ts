import { strict as assert } from 'node:assert';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { type ImportOptions, importWindowed } from '../../native/window/importWindowed.ts';
import { sweepTwins, twinFolder } from '../../native/window/twinCache.ts';
import { windowedModel } from '../../native/window/windowedModel.ts';
import type { SlidingWindow } from '../../src/shared/engineProtocol.ts';
import { UserError } from '../../src/shared/errors.ts';
import { never } from '../support/engineFixture.ts';
import { diskIsFull, openFaulty } from '../support/faultyFile.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const hourMs = 60 * 60 * 1000;

describe('the cache of windowed twins', () => {
  let folder: string;
  let cacheDir: string;
  let source: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-import-'));
    cacheDir = join(folder, 'cache');
    source = join(folder, 'model.gguf');
    await writeTinyModel(source);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const importIt = (options: ImportOptions = {}, windowTokens = 64) =>
    importWindowed(source, windowTokens, { cacheDir, ...options });
  const nothingIsWritten = { openTarget: () => assert.fail('It would have been written') };
  const stored = async () =>
    (await readdir(twinFolder(cacheDir)).catch(() => [])).map((name) => /[^.]*$/.exec(name)?.[0]);
  const assertOneTwin = async (path: string) => {
    assert.deepEqual((await stored()).sort(), ['gguf', 'json']);
    assert.equal((await checkModelFile(path)).architecture, 'granite_swa');
  };

  describe('importWindowed', () => {
    it('stores the twin whole, read-only, and nothing else', async () => {
      const path = await importIt();
      assert.equal(join(path, '..'), twinFolder(cacheDir));
      assert.equal((await stat(path)).mode & 0o222, 0);
      await assertOneTwin(path);
    });

    it('writes nothing for what is there', async () => {
      assert.equal(await importIt(nothingIsWritten).catch(() => 'written'), 'written');
      const path = await importIt();
      assert.equal(await importIt(nothingIsWritten), path);
    });

    it('knows a model by its content, wherever it is', async () => {
      const path = await importIt();
      await copyFile(source, join(folder, 'copy.gguf'));
      assert.equal(await importWindowed(join(folder, 'copy.gguf'), 64, { cacheDir }), path);
      await utimes(source, 1, 1);
      assert.equal(await importIt(), path);
      assert.deepEqual((await stored()).sort(), ['gguf', 'json', 'json']);
    });

    it('has one twin for each window', async () => {
      const [first, second] = [await importIt({}, 64), await importIt({}, 65)];
      assert.notEqual(first, second);
      assert.deepEqual([await importIt(nothingIsWritten, 64), await importIt(nothingIsWritten, 65)], [first, second]);
    });

    it('makes another one for another content in the same place', async () => {
      const before = await importIt();
      await writeTinyModel(source, { seed: 2 });
      const after = await importIt();
      assert.notEqual(after, before);
      assert.equal(await importIt(nothingIsWritten), after);
    });

    it('may be done several times at once', async () => {
      const paths = await Promise.all([1, 2, 3, 4].map(() => importIt()));
      assert.equal(new Set(paths).size, 1);
      await assertOneTwin(paths[0] ?? '');
    });

    const damages: readonly (readonly [what: string, damage: (bytes: Buffer) => Buffer])[] = [
      ['is cut', (bytes) => bytes.subarray(0, -1)],
      ['is empty', () => Buffer.alloc(0)],
      ['has grown', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
      ['has a header that native code must not see', (bytes) => bytes.fill(0xff, 8, 24)],
    ];
    for (const [what, damage] of damages) {
      it(`writes a twin anew that ${what}`, async () => {
        const path = await importIt();
        const sound = await readFile(path);
        await chmod(path, 0o644);
        await writeFile(path, damage(Buffer.from(sound)));
        assert.equal(await importIt(), path);
        assert.ok((await readFile(path)).equals(sound));
        await assertOneTwin(path);
      });
    }

    for (const text of ['', 'null', '{}', '{"source":[],"twin":"../../model.gguf","sizeBytes":1}', '\0']) {
      it(`writes a twin anew whose record is ${JSON.stringify(text)}`, async () => {
        const path = await importIt();
        const record = (await readdir(twinFolder(cacheDir))).find((name) => name.endsWith('.json')) ?? '';
        await writeFile(join(twinFolder(cacheDir), record), text);
        assert.equal(await importIt(nothingIsWritten).catch(() => 'written'), 'written');
        assert.equal(await importIt(), path);
        await assertOneTwin(path);
      });
    }

    it('says what a full disk needs and what to do, and leaves nothing', async () => {
      const openTarget = openFaulty(1, diskIsFull);
      const { size } = await stat(await importIt({ cacheDir: join(folder, 'other') }));
      await assert.rejects(importIt({ openTarget }), (error) => {
        assert.ok(error instanceof UserError && error.code === 'modelImportFailed');
        for (const said of [twinFolder(cacheDir), ` needs ${size} bytes `, 'LEEWARD_CACHE', 'slidingWindow to "off"']) {
          assert.ok(error.message.includes(said), `${error.message} lacks ${said}`);
        }
        return true;
      });
      assert.deepEqual(await stored(), []);
      await assertOneTwin(await importIt());
    });

    it('says that the cache may not be written', async () => {
      await writeFile(cacheDir, 'a file where a folder should be');
      await assert.rejects(importIt(), { code: 'modelImportFailed', message: /LEEWARD_CACHE/ });
    });

    it('leaves nothing when it is cancelled', async () => {
      const abort = new AbortController();
      await assert.rejects(importIt({ signal: abort.signal, onProgress: () => abort.abort() }), {
        name: 'CancelledError',
      });
      assert.deepEqual(await stored(), []);
    });

    it('says what is wrong with the model', async () => {
      await writeFile(source, 'text');
      await assert.rejects(importIt(), { code: 'modelInvalid' });
      await rm(source);
      await assert.rejects(importIt(), { code: 'modelMissing' });
    });

    it('removes what killed imports have left, after an hour', async () => {
      const [dead, busy] = ['.import-dead', '.import-busy'].map((name) => join(twinFolder(cacheDir), name)) as [
        string,
        string,
      ];
      for (const left of [dead, busy]) {
        await mkdir(left, { recursive: true });
        await writeFile(join(left, 'twin.gguf'), 'half');
      }
      const longAgo = (Date.now() - 2 * hourMs) / 1000;
      await utimes(join(dead, 'twin.gguf'), longAgo, longAgo);
      await utimes(dead, longAgo, longAgo);
      await importIt();
      assert.deepEqual((await stored()).sort(), ['gguf', 'import-busy', 'json']);
    });
  });

  describe('sweepTwins', () => {
    it('removes the twins of models that have gone or changed, after an hour', async () => {
      const kept = await importIt();
      const another = join(folder, 'another.gguf');
      await writeTinyModel(another, { seed: 2 });
      const orphaned = await importWindowed(another, 64, { cacheDir });
      await rm(another);
      await sweepTwins(twinFolder(cacheDir));
      assert.deepEqual((await stored()).sort(), ['gguf', 'gguf', 'json']);
      await sweepTwins(twinFolder(cacheDir), Date.now() + 2 * hourMs);
      assert.equal(await importIt(nothingIsWritten), kept);
      await assert.rejects(stat(orphaned), { code: 'ENOENT' });
      await writeTinyModel(source, { seed: 3 });
      await sweepTwins(twinFolder(cacheDir), Date.now() + 2 * hourMs);
      assert.deepEqual(await stored(), []);
    });
  });

  describe('windowedModel', () => {
    const windowed = async (slidingWindow: SlidingWindow, signal: AbortSignal = never, seen: number[] = []) => {
      const file = await checkModelFile(source);
      const onProgress = (progress: number) => seen.push(progress);
      return await windowedModel({ path: source, file, slidingWindow, onProgress, signal, cacheDir });
    };

    it('leaves a model as it is, where nobody wants a window', async () => {
      assert.equal(await windowed('off'), undefined);
      assert.equal(await windowed('auto'), undefined);
      assert.deepEqual(await stored(), []);
    });

    it('writes the twin once, telling its progress', async () => {
      const [first, second]: [number[], number[]] = [[], []];
      const twin = await windowed(64, never, first);
      assert.equal(twin?.windowTokens, 64);
      await assertOneTwin(twin.path);
      assert.equal(first.at(-1), 1);
      assert.deepEqual(await windowed(64, never, second), twin);
      assert.deepEqual(second, []);
    });

    it('may be asked by several processes at once', async () => {
      const twins = await Promise.all([1, 2, 3].map(() => windowed(64)));
      assert.equal(new Set(twins.map((twin) => twin?.path)).size, 1);
      await assertOneTwin(twins[0]?.path ?? '');
    });

    it('does not give a twin a window again', async () => {
      source = await importIt();
      assert.equal(await windowed(32), undefined);
      assert.equal(await windowed('auto'), undefined);
    });

    it('says what the importing program says', async () => {
      await writeFile(cacheDir, 'a file where a folder should be');
      await assert.rejects(windowed(64), { name: 'UserError', code: 'modelImportFailed', message: /LEEWARD_CACHE/ });
    });

    it('says that the importing program died', async () => {
      const before = process.env['NODE_OPTIONS'];
      process.env['NODE_OPTIONS'] = '--no-such-option';
      try {
        await assert.rejects(windowed(64), { code: 'modelImportFailed', message: /ended early \(exit code 9\)/ });
      } finally {
        if (before === undefined) delete process.env['NODE_OPTIONS'];
        else process.env['NODE_OPTIONS'] = before;
      }
    });

    it('is cancelled, and leaves nothing', async () => {
      await writeSparseModel(source, 6144 * 2 ** 18);
      const file = await checkModelFile(source);
      const abort = new AbortController();
      let progress = 0;
      const onProgress = (done: number) => {
        progress = done;
        abort.abort();
      };
      const options = { path: source, file, slidingWindow: 64, onProgress, signal: abort.signal, cacheDir };
      await assert.rejects(windowedModel(options), { name: 'CancelledError' });
      assert.ok(progress > 0 && progress < 1);
      assert.deepEqual(await stored(), []);
      await assert.rejects(windowedModel(options), { name: 'CancelledError' });
      assert.deepEqual(await stored(), []);
    });
  });
});
