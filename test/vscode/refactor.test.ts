import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promptText } from '../../src/core/prompt/segments.ts';
import { asTest } from '../support/innerTests.ts';
import { scriptedAnswer, scriptedFiles } from '../support/refactorScript.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';
import { runHostTests } from '../support/workbenchTests.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const testBundlePath = path.join(root, 'dist', 'test', 'runRefactor.cjs');
const timeoutMs = 400_000;

describe('refactorings in the extension host, with a scripted engine', function () {
  this.timeout(timeoutMs + 60_000);
  let prompts: readonly string[] = [];

  // What the bundle holds is known only after its run: each of its tests then becomes one of this suite.
  before(async function () {
    assert.ok(existsSync(testBundlePath), `${testBundlePath} is missing: run \`npm run build -- --tests\`.`);
    const suite = this.test?.parent;
    assert.ok(suite, 'this hook is in no suite');
    const runtimeDirectory = await mkdtemp(path.join(tmpdir(), 'leeward-run-'));
    const enginePath = path.join(root, 'dist', 'engine.mjs');
    const engine = await ScriptedEngine.start(runtimeDirectory, enginePath, scriptedAnswer);
    try {
      const tests = await runHostTests({
        extensionFolder: root,
        testBundlePath,
        files: scriptedFiles,
        settings: { 'leeward.completion.automatic': false, 'git.enabled': true },
        env: { LEEWARD_RUNTIME_DIR: runtimeDirectory },
        timeoutMs,
      });
      for (const test of tests) suite.addTest(asTest(test));
      prompts = engine.engine.requests.map(({ segments }) => promptText(segments));
    } finally {
      await engine.dispose();
      await rm(runtimeDirectory, { recursive: true, force: true });
    }
  });

  it('ask the scripted engine, and send it nothing of closed files', () => {
    assert.ok(prompts.length > 10, `${prompts.length} prompts`);
    assert.deepEqual(
      prompts.filter((prompt) => prompt.includes('canary') || /to change, of \.vscode/.test(prompt)),
      [],
    );
  });
});
