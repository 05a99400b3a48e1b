import { strict as assert } from 'node:assert';
import { copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { f32 } from '../../native/gguf/ggmlTypes.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { type ImportOptions, importWindowed } from '../../native/window/importWindowed.ts';
import { twinFolder } from '../../native/window/twinCache.ts';
import { windowedModel } from '../../native/window/windowedModel.ts';
import type { SlidingWindow } from '../../src/shared/engineProtocol.ts';
import { never } from '../support/engineFixture.ts';
import { eventually } from '../support/eventually.ts';
import { mistralMetadata } from '../support/mistralMetadata.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeSplit } from '../support/splitModel.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('the windowed twin of the model that is loaded', () => {
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
  const stored = async () =>
    (await readdir(twinFolder(cacheDir)).catch(() => [])).map((name) => /[^.]*$/.exec(name)?.[0]);
  const assertOneTwin = async (path: string) => {
    assert.deepEqual((await stored()).sort(), ['gguf', 'json']);
    assert.equal((await checkModelFile(path)).architecture, 'granite_swa');
  };

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

    it('takes a path that begins with a dash', async () => {
      const before = process.cwd();
      await copyFile(source, join(folder, '-model.gguf'));
      process.chdir(folder);
      try {
        const file = await checkModelFile('-model.gguf');
        const options = { file, slidingWindow: 64, onProgress: () => {}, signal: never, cacheDir };
        await assertOneTwin((await windowedModel({ path: '-model.gguf', ...options }))?.path ?? '');
      } finally {
        process.chdir(before);
      }
    });

    it('sweeps where the twin is there', async () => {
      const left = join(twinFolder(cacheDir), '.import-dead');
      await importIt();
      await mkdir(left);
      await utimes(left, 1, 1);
      await windowed(64);
      while ((await stored()).length > 2) await sleep(10);
      assert.deepEqual((await stored()).sort(), ['gguf', 'json']);
    });

    it('sweeps what a model that is gone has left, where another one has no window', async () => {
      await importIt();
      const other = join(folder, 'other.gguf');
      await writeTinyModel(other);
      await rm(source);
      const file = await checkModelFile(other);
      const onProgress = () => {};
      await windowedModel({ path: other, file, slidingWindow: 'off', onProgress, signal: never, cacheDir });
      // The twin itself, which is younger than an hour, may have a record on its way.
      await eventually('the end of its record', async () => !(await stored()).includes('json'));
      assert.deepEqual(await stored(), ['gguf']);
    });

    it('leaves a split model as it is, whose later file has an unusual tensor', async () => {
      const metadata = Object.entries(mistralMetadata);
      const tensors = ['token_embd.weight', 'blk.0.attn_sinks.weight'].map((name) => ({
        name,
        shape: [8],
        type: f32,
        data: Buffer.alloc(32),
      }));
      const [first] = await writeSplit(folder, { metadata, tensors }, 2);
      const file = { header: await readHeader(first) };
      const windowedAs = (slidingWindow: SlidingWindow) =>
        windowedModel({ path: first, file, slidingWindow, onProgress: () => {}, signal: never, cacheDir });
      assert.equal(await windowedAs('auto'), undefined);
      await assert.rejects(windowedAs(64), { code: 'settingInvalid', message: /unusual tensor/ });
      assert.deepEqual(await stored(), []);
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
