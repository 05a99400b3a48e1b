import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { importWindowed } from '../../native/window/importWindowed.ts';
import { twinFolder } from '../../native/window/twinCache.ts';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { writeSparseModel } from '../support/sparseModel.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const entryPath = fileURLToPath(new URL('../../native/windowModel.ts', import.meta.url));

describe('the window program', () => {
  let folder: string;
  let source: string;
  let target: string;
  let cacheDir: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-window-'));
    [source, target] = [join(folder, 'model.gguf'), join(folder, 'windowed.gguf')];
    cacheDir = join(folder, 'cache');
    await writeTinyModel(source);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = (...args: readonly string[]) => {
    const child = spawn(process.execPath, [entryPath, ...args], { stdio: 'pipe' });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const ended = once(child, 'close').then(([exitCode]: unknown[]) => ({ ...output, exitCode }));
    return { child, ended };
  };
  const run = (...args: readonly string[]) => start(...args).ended;

  describe('for people', () => {
    it('writes the twin', async () => {
      const said = await run(source, target, '--window', '77');
      assert.deepEqual(said, { stdout: `${target} has a window of 77 tokens.\n`, stderr: '', exitCode: 0 });
      await writeWindowedTwin(source, join(folder, 'same.gguf'), 77);
      assert.ok((await readFile(target)).equals(await readFile(join(folder, 'same.gguf'))));
      await rm(join(folder, 'same.gguf'));
      assert.deepEqual((await readdir(folder)).sort(), ['model.gguf', 'windowed.gguf']);
    });

    it('says the same as JSON', async () => {
      const { stdout, exitCode } = await run(source, target, '--window', '77', '--json');
      const lines = linesOf(stdout);
      assert.deepEqual(lines.at(-1), { path: target, windowTokens: 77 });
      assert.ok(lines.length > 1 && lines.slice(0, -1).every((line) => 'doneBytes' in line && 'totalBytes' in line));
      assert.equal(exitCode, 0);
    });

    it('overwrites nothing', async () => {
      await writeFile(target, 'mine');
      const { stderr, exitCode } = await run(source, target, '--window', '77');
      assert.deepEqual(
        [stderr, exitCode],
        [`${target} is there already, and is not overwritten: name another file to write.\n`, 1],
      );
      assert.equal(await readFile(target, 'utf8'), 'mine');
    });

    it('sweeps what a killed run has left beside the target, and nothing else', async () => {
      const [killed, running, others] = ['.leeward-window-dead', '.leeward-window-now', '.window-theirs'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      for (const path of [killed, running, others]) {
        await mkdir(path);
        await writeFile(join(path, 'twin.gguf'), 'half');
      }
      for (const path of [killed, others]) {
        await utimes(join(path, 'twin.gguf'), 1, 1);
        await utimes(path, 1, 1);
      }
      assert.equal((await run(source, target, '--window', '77')).exitCode, 0);
      const left = (await readdir(folder)).filter((name) => name.startsWith('.'));
      assert.deepEqual(left.sort(), ['.leeward-window-now', '.window-theirs']);
    });

    const failures: readonly (readonly [what: string, args: () => readonly string[], why: RegExp])[] = [
      ['a model without a known window', () => [source, target], /say which, with --window N\.\n$/],
      [
        'a window that is too long',
        () => [source, target, '--window', '2048'],
        /whole context is 2048 tokens.+: choose another one\.\n$/,
      ],
      ['a missing model', () => [join(folder, 'none'), target, '--window', '9'], /^There is no model file/],
      ['a missing folder', () => [source, join(folder, 'none', 'x.gguf'), '--window', '9'], /could not be written/],
    ];
    for (const [what, args, why] of failures) {
      it(`says in one sentence why it failed: ${what}`, async () => {
        const { stdout, stderr, exitCode } = await run(...args());
        assert.deepEqual([stdout, exitCode], ['', 1]);
        assert.match(stderr, /^[^\n]+\.\n$/);
        assert.match(stderr, why);
        assert.deepEqual(await readdir(folder), ['model.gguf']);
      });
    }

    it('says how it is used', async () => {
      const help = await run('--help');
      assert.equal(help.exitCode, 0);
      assert.match(help.stdout, /^Usage: npm run window -- IN\.gguf OUT\.gguf/);
      const wrongs: readonly (readonly string[])[] = [
        [],
        [source],
        [source, target, target],
        [source, target, '--window', '4k'],
        [source, target, '--window', '0'],
        [source, target, '--window', '0x40'],
        [source, target, '--window', '1e3'],
        [source, target, '--window', ''],
        [source, target, '--window', '64', '--cache', folder],
        [source, target, '--width', '4'],
        ['--import', source],
        ['--import', source, target, '--window', '9'],
      ];
      const answers = await Promise.all(wrongs.map((args) => run(...args)));
      for (const { stdout, stderr, exitCode } of answers) {
        assert.deepEqual([stdout, exitCode], ['', 2]);
        assert.ok(stderr.includes(help.stdout));
      }
      assert.deepEqual(await readdir(folder), ['model.gguf']);
    });
  });

  describe('for the engine', () => {
    const startImport = () => start('--import', source, '--window', '77', '--cache', cacheDir);

    it('puts the twin into the cache', async () => {
      const { stdout, exitCode } = await startImport().ended;
      const path = await importWindowed(source, 77, { cacheDir, openTarget: () => assert.fail('written again') });
      assert.deepEqual(linesOf(stdout).at(-1), { path, windowTokens: 77 });
      assert.equal(exitCode, 0);
    });

    it('says why it failed', async () => {
      await writeFile(source, 'text');
      const { stdout, exitCode } = await startImport().ended;
      const [line] = linesOf(stdout) as [{ error: { code: string; message: string } }];
      assert.equal(line.error.code, 'modelInvalid');
      assert.match(line.error.message, /is no GGUF file/);
      assert.equal(exitCode, 1);
    });

    const endings: readonly (readonly [what: string, end: (child: ChildProcess) => unknown])[] = [
      ['the end of its input', (child) => child.stdin?.end()],
      ['SIGTERM', (child) => child.kill('SIGTERM')],
    ];
    for (const [what, end] of endings) {
      // Windows has no signal that a program could answer.
      if (what === 'SIGTERM' && process.platform === 'win32') continue;
      it(`is cancelled in mid-copy by ${what}, and leaves nothing`, async () => {
        const { child, ended } = await inMidCopy();
        end(child);
        const { stdout, exitCode } = await ended;
        assert.equal(exitCode, 1);
        const message = 'The import was cancelled.';
        assert.deepEqual(linesOf(stdout).at(-1), { error: { code: 'modelImportFailed', message } });
        assert.deepEqual(await readdir(twinFolder(cacheDir)), []);
      });
    }

    it('leaves nothing when the engine is killed in mid-copy', async () => {
      await writeSparseModel(source, 6144 * 2 ** 18);
      const args = [entryPath, '--import', source, '--window', '77', '--cache', cacheDir];
      const engine = spawn(process.execPath, ['-e', engineProgram, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(engine.stdout, 'data');
      assert.equal((await readdir(twinFolder(cacheDir))).length, 1);
      engine.kill('SIGKILL');
      while ((await readdir(twinFolder(cacheDir))).length > 0) await sleep(10);
    });

    it('leaves nothing that counts when it is killed in mid-copy', async () => {
      const { child, ended } = await inMidCopy();
      child.kill('SIGKILL');
      const { stdout } = await ended;
      assert.ok(linesOf(stdout).every((line) => 'doneBytes' in line));
      const left = await readdir(twinFolder(cacheDir));
      assert.ok(left.length === 1 && left[0]?.startsWith('.import-'), left.join());
      // One that takes no second gigabyte.
      await writeTinyModel(source);
      const path = await importWindowed(source, 77, { cacheDir });
      assert.equal((await checkModelFile(path)).architecture, 'granite_swa');
    });

    const inMidCopy = async () => {
      await writeSparseModel(source, 6144 * 2 ** 18);
      const program = startImport();
      await once(program.child.stdout, 'data');
      return program;
    };
  });
});

/** Starts the import, and speaks once that has progress to tell. */
const engineProgram = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdout.once('data', () => console.log('copying'));
`;

function linesOf(stdout: string): readonly object[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
}
