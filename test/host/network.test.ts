import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { refusedFileVariable } from '../support/networkGuard.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const guardPath = fileURLToPath(new URL('../support/networkGuard.ts', import.meta.url));

describe('the network', () => {
  let folder: string;
  let refusedFile: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-network-'));
    refusedFile = join(folder, 'refused.txt');
  });
  beforeEach(() => writeFile(refusedFile, ''));
  after(() => rm(folder, { recursive: true, force: true }));

  it('is not asked for anything by the engine', async () => {
    const modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
    const guarded = join(folder, 'guardedEngine.mjs');
    const fixture = await EngineFixture.create();
    const imports = [guardPath, fixture.launch.entryPath].map(
      (path) => `import ${JSON.stringify(pathToFileURL(path).href)};`,
    );
    await writeFile(guarded, imports.join('\n'));
    try {
      process.env[refusedFileVariable] = refusedFile;
      const client = fixture.client(modelPath, { entryPath: guarded });
      await client.generate(continuation('hello'), () => 'continue', never);
    } finally {
      delete process.env[refusedFileVariable];
      await fixture.dispose();
    }
    assert.equal(await readFile(refusedFile, 'utf8'), '');
  });

  it('is refused by the guard, whichever way it is asked for', async () => {
    const program = [
      "import { get } from 'node:https';",
      "await fetch('http://leeward.invalid').catch(() => {});",
      "await new Promise((resolve) => get('https://203.0.113.1').on('error', resolve));",
    ];
    const path = join(folder, 'asks.mjs');
    await writeFile(path, program.join('\n'));
    const env = { ...process.env, [refusedFileVariable]: refusedFile };
    await promisify(execFile)(process.execPath, ['--import', pathToFileURL(guardPath).href, path], { env });
    assert.deepEqual((await readFile(refusedFile, 'utf8')).trim().split('\n'), ['leeward.invalid', '203.0.113.1']);
  });
});
