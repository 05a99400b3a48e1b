import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { asTest } from '../support/innerTests.ts';
import { runHostTests } from '../support/workbenchTests.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const testBundlePath = path.join(root, 'dist', 'test', 'run.cjs');
const timeoutMs = 900_000;

describe('in the extension host of the web workbench', function () {
  this.timeout(timeoutMs + 60_000);

  // What the bundle holds is known only after its run: each of its tests then becomes one of this suite.
  before(async function () {
    assert.ok(existsSync(testBundlePath), `${testBundlePath} is missing: run \`npm run build -- --tests\`.`);
    const suite = this.test?.parent;
    assert.ok(suite, 'this hook is in no suite');
    await ensureDefaultModel();
    const env = { LEEWARD_CACHE: modelCacheDir() };
    const settings = { 'leeward.engine.gpu': 'cpu', 'leeward.engine.idleSeconds': 5 };
    const tests = await runHostTests({
      extensionFolder: root,
      testBundlePath,
      files: exampleFiles,
      settings,
      env,
      timeoutMs,
    });
    for (const test of tests) suite.addTest(asTest(test));
  });

  // Mocha runs no hook of a suite without a test. A run that ends early or holds none fails in the hook.
  it('runs the bundle to its end', () => undefined);
});

const add = 'export function add(left: number, right: number): number {\n  \n}\n';
const exampleFiles = {
  'src/add.ts': add,
  'private.env': 'ADD=how does add work',
  '.gitignore': 'ignored/\n',
  'ignored/add.ts': add,
};
