import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findDefaultModel } from '../../native/models/modelCache.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { installFakePip } from '../support/fakePip.ts';

const entryPath = fileURLToPath(new URL('../../native/fetchModel.ts', import.meta.url));

describe('the fetch-model program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-fetch-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = (args: readonly string[], env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, [entryPath, ...args], { env, stdio: 'pipe' });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const ended = once(child, 'close').then(([exitCode]: unknown[]) => ({ ...output, exitCode }));
    return { child, ended };
  };
  const emptyCache = () => ({ ...process.env, LEEWARD_CACHE: join(folder, 'cache') });

  it('prints the path of a model that is there', async () => {
    await ensureDefaultModel();
    const plain = await start([], process.env).ended;
    assert.deepEqual(plain, { stdout: `${findDefaultModel()}\n`, stderr: '', exitCode: 0 });
    const json = await start(['--json'], process.env).ended;
    assert.deepEqual(json, { stdout: `${JSON.stringify({ path: findDefaultModel() })}\n`, stderr: '', exitCode: 0 });
  });

  it('says in one sentence why it failed', async () => {
    const { stdout, stderr, exitCode } = await start(['--python', join(folder, 'none')], emptyCache()).ended;
    assert.equal(exitCode, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^The default model could not be fetched: [^\n]+\n$/);
  });

  it('says so as JSON too, in its last line', async () => {
    const { stdout, exitCode } = await start(['--json', '--python', join(folder, 'none')], emptyCache()).ended;
    assert.equal(exitCode, 1);
    const { error } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
      error: { code: string; message: string };
    };
    assert.equal(error.code, 'modelDownloadFailed');
    assert.match(error.message, /is no Python that runs/);
  });

  const endings: readonly (readonly [what: string, end: (child: ChildProcess) => unknown])[] = [
    ['the end of its input', (child) => child.stdin?.end()],
    ['SIGTERM', (child) => child.kill('SIGTERM')],
  ];
  for (const [what, end] of endings) {
    // Windows has no signal that a program could answer.
    if (what === 'SIGTERM' && process.platform === 'win32') continue;
    it(`is cancelled by ${what}`, async () => {
      const fakePip = await installFakePip(join(folder, 'fake'), 'hang');
      const { child, ended } = start(['--json'], { ...fakePip, LEEWARD_CACHE: join(folder, 'cache') });
      while (!existsSync(join(folder, 'fake', 'started'))) await sleep(20);
      end(child);
      const { stdout, exitCode } = await ended;
      assert.equal(exitCode, 1);
      assert.match(stdout, /\{"error":\{"code":"modelDownloadFailed","message":"The download was cancelled\."\}\}\n$/);
      assert.deepEqual(await readdir(join(folder, 'cache', 'models')), []);
    });
  }
});
