import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { extensionFolder } from '../support/leewardWorkbench.ts';
import { runHostTests } from '../support/workbenchTests.ts';

describe('the tests inside the extension host', function () {
  this.timeout(180_000);

  it('pass, every one of them', async () => {
    await ensureDefaultModel();
    const runtimeDirectory = await mkdtemp(join(tmpdir(), 'leeward-run-'));
    try {
      const tests = await runHostTests({
        extensionFolder,
        testBundlePath: join(extensionFolder, 'dist', 'test', 'run.cjs'),
        files: { 'a.txt': '' },
        settings: { 'leeward.engine.idleSeconds': 5, 'leeward.engine.gpu': 'cpu' },
        env: { LEEWARD_RUNTIME_DIR: runtimeDirectory, LEEWARD_CACHE: modelCacheDir() },
        timeoutMs: 150_000,
      });
      for (const { title, outcome } of tests) console.log(`      ${outcome}: ${title}`);
      assert.deepEqual(tests.filter(({ outcome }) => outcome !== 'passed'), []);
      assert.ok(tests.length > 0);
    } finally {
      await rm(runtimeDirectory, { recursive: true, force: true });
    }
  });
});
