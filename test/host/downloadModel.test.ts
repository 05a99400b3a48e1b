import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadDefaultModel } from '../../src/host/downloadModel.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { never } from '../support/engineFixture.ts';

const entryPath = fileURLToPath(new URL('../../native/fetchModel.ts', import.meta.url));
const options = { nodePath: process.execPath, entryPath, pythonPath: '', onProgress: () => {} };

describe('downloading the default model from the host', () => {
  let folder: string;
  const cache = process.env['LEEWARD_CACHE'];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-download-'));
  });
  afterEach(() => {
    if (cache === undefined) delete process.env['LEEWARD_CACHE'];
    else process.env['LEEWARD_CACHE'] = cache;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('gives the path of the model', async () => {
    const path = await ensureDefaultModel();
    assert.equal(await downloadDefaultModel(options, never), path);
  });

  it('passes on why the program failed', async () => {
    process.env['LEEWARD_CACHE'] = folder;
    const pythonPath = join(folder, 'no-python');
    await assert.rejects(downloadDefaultModel({ ...options, pythonPath }, never), (error: Error & { code: string }) => {
      assert.equal(error.code, 'modelDownloadFailed');
      assert.match(error.message, /no-python/);
      return true;
    });
  });

  it('is cancelled, and leaves nothing', async () => {
    process.env['LEEWARD_CACHE'] = folder;
    const cancelled = new AbortController();
    const download = downloadDefaultModel({ ...options, onProgress: () => cancelled.abort() }, cancelled.signal);
    cancelled.abort();
    await assert.rejects(download, { name: 'CancelledError' });
  });
});
