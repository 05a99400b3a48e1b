import { strict as assert } from 'node:assert';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { type ImportOptions, importWindowed } from '../../native/window/importWindowed.ts';
import { sweepTwinFolder } from '../../native/window/sweepTwinFolder.ts';
import { twinFolder } from '../../native/window/twinCache.ts';
import { windowedModel } from '../../native/window/windowedModel.ts';
import { UserError } from '../../src/shared/errors.ts';
import { never } from '../support/engineFixture.ts';
import { diskIsFull, openFaulty } from '../support/faultyFile.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeSplit } from '../support/splitModel.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

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
  const recordPath = async () =>
    join(twinFolder(cacheDir), (await readdir(twinFolder(cacheDir))).find((name) => name.endsWith('.json')) ?? '');
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

    it('notices another content of the same size and time', async () => {
      await utimes(source, 1, 1);
      const before = await importIt();
      await writeTinyModel(join(folder, 'other.gguf'), { seed: 2 });
      const file = await open(source, 'r+');
      await file.write(await readFile(join(folder, 'other.gguf')));
      await file.close();
      await utimes(source, 1, 1);
      assert.notEqual(await importIt(), before);
    });

    it('knows a model whose disk has numbered its files anew', async () => {
      const path = await importIt();
      const record = await recordPath();
      await writeFile(record, (await readFile(record, 'utf8')).replace(/"inode":"\d/, '$&1'));
      assert.equal(await importIt(nothingIsWritten), path);
    });

    it('reads back the middle of tensors', async () => {
      // Of matrices of a mebibyte.
      await writeSparseModel(source, 6144 * 512);
      const openTarget: ImportOptions['openTarget'] = async (...args) => {
        const file = await open(...args);
        return new Proxy(file, {
          get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            // When all is written.
            if (name === 'sync') return () => damageMiddle(String(args[0]));
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      };
      await assert.rejects(importIt({ openTarget }), {
        code: 'modelImportFailed',
        message: /other data in the tensor/,
      });
    });

    it('says which part of a split model is missing', async () => {
      const [first, second = assert.fail()] = await writeSplit(folder);
      await rm(second);
      await assert.rejects(importWindowed(first, 64, { cacheDir }), {
        code: 'modelInvalid',
        message: /needs its other part .+00002-of-00003\.gguf, which is missing/,
      });
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
        await writeFile(await recordPath(), text);
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

  describe('sweepTwinFolder', () => {
    const sweepIn = (laterMs: number) => sweepTwinFolder(twinFolder(cacheDir), Date.now() + laterMs);

    it('removes the twins of models that have gone or changed, after an hour', async () => {
      const kept = await importIt();
      const another = join(folder, 'another.gguf');
      await writeTinyModel(another, { seed: 2 });
      const orphaned = await importWindowed(another, 64, { cacheDir });
      await rm(another);
      await sweepIn(0);
      assert.deepEqual((await stored()).sort(), ['gguf', 'gguf', 'json']);
      await sweepIn(2 * hourMs);
      assert.equal(await importIt(nothingIsWritten), kept);
      await assert.rejects(stat(orphaned), { code: 'ENOENT' });
      await writeTinyModel(source, { seed: 3 });
      await sweepIn(2 * hourMs);
      assert.deepEqual(await stored(), []);
    });

    it('removes nothing that is not ours', async () => {
      await importIt();
      for (const name of ['mine.gguf', 'mine.json']) await writeFile(join(twinFolder(cacheDir), name), 'mine');
      await rm(source);
      await sweepIn(2 * hourMs);
      assert.deepEqual((await readdir(twinFolder(cacheDir))).sort(), ['mine.gguf', 'mine.json']);
    });

    it('keeps the twin of a model whose disk is not there', async () => {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      await copyFile(source, join(disk, 'model.gguf'));
      const path = await importWindowed(join(disk, 'model.gguf'), 64, { cacheDir });
      await rename(disk, join(folder, 'away'));
      await sweepIn(2 * hourMs);
      await rename(join(folder, 'away'), disk);
      assert.equal(await importWindowed(join(disk, 'model.gguf'), 64, { cacheDir, ...nothingIsWritten }), path);
      await rm(join(disk, 'model.gguf'));
      await sweepIn(2 * hourMs);
      assert.deepEqual(await stored(), []);
    });

    it('keeps the window that was wished last, and those of the last day', async () => {
      const [old, wished] = [await importIt({}, 64), await importIt({}, 65)];
      const yesterday = (Date.now() - 25 * hourMs) / 1000;
      const records = (await readdir(twinFolder(cacheDir))).filter((name) => name.endsWith('.json'));
      for (const name of records) await utimes(join(twinFolder(cacheDir), name), yesterday, yesterday);
      assert.equal(await importIt(nothingIsWritten, 65), wished);
      await sweepIn(0);
      // An hour must go by since it was written.
      assert.deepEqual((await stored()).sort(), ['gguf', 'gguf', 'json']);
      await sweepIn(2 * hourMs);
      await assert.rejects(stat(old), { code: 'ENOENT' });
      await sweepIn(89 * dayMs);
      assert.equal(await importIt(nothingIsWritten, 65), wished);
      await importIt({}, 66);
      await sweepIn(23 * hourMs);
      assert.equal(await importIt(nothingIsWritten, 65), wished);
    });

    it('removes a twin that nobody has wished for 90 days, though its model is there', async () => {
      const twin = await importIt();
      await sweepIn(89 * dayMs);
      assert.equal(await importIt(nothingIsWritten), twin);
      await sweepIn(91 * dayMs);
      assert.deepEqual(await stored(), []);
    });

    it('keeps a twin that was chosen as the model within the last 30 days', async () => {
      const twin = await importIt();
      await rm(source);
      const file = await checkModelFile(twin);
      const options = {
        path: twin,
        file,
        slidingWindow: 'off',
        onProgress: () => {},
        signal: never,
        cacheDir,
      } as const;
      assert.equal(await windowedModel(options), undefined);
      await sweepIn(29 * dayMs);
      assert.equal((await checkModelFile(twin)).architecture, 'granite_swa');
      await sweepIn(31 * dayMs);
      assert.deepEqual(await stored(), []);
    });

    it('never fails', async () => {
      await sweepTwinFolder(join(folder, 'none'));
      await sweepTwinFolder(source);
      assert.equal((await checkModelFile(source)).architecture, 'llama');
    });
  });
});

async function damageMiddle(path: string): Promise<void> {
  const { dataOffset, tensors } = await readHeader(path);
  const { offset, sizeBytes } = tensors.find(({ name }) => name.includes('ffn_down')) ?? assert.fail('no matrix');
  const file = await open(path, 'r+');
  await file.write(Buffer.of(1), 0, 1, dataOffset + offset + sizeBytes / 2);
  await file.close();
}
