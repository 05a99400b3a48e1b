import { strict as assert } from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureDefaultModel } from '../support/defaultModel.ts';

const repository = resolve(import.meta.dirname, '..', '..');
const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['tools/complete.ts', ...args], { cwd: repository });

describe('npm run complete', function () {
  this.timeout(60_000);
  before(ensureDefaultModel);

  it('prints the completion of the place that the README names, and one line of figures', async () => {
    const readme = await readFile(resolve(repository, 'README.md'), 'utf8');
    const place = /npm run complete -- (\S+)/.exec(readme)?.[1];
    assert.ok(place);
    const { stdout } = await run(place);
    const lines = stdout.trimEnd().split('\n');
    assert.match(lines.at(-1) ?? '', /^-- completion: explicit, generated, 1 shown, prompt \d+ tokens .* tokens\/s/);
    assert.ok(lines.slice(0, -1).join('\n').trim().length > 10, stdout);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await run('tools/example/numbers.py:8:1', '--json');
    const printed = JSON.parse(stdout) as { completion: string; counts: { promptTokens: number } };
    assert.match(printed.completion, /^def /);
    assert.ok(printed.counts.promptTokens > 0);
  });

  it('ends quietly when nobody reads the completion', async () => {
    const args = ['tools/complete.ts', 'tools/example/numbers.py:8:1'];
    const child = spawn(process.execPath, args, { cwd: repository });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    assert.deepEqual(await once(child, 'close'), [141, null]);
    assert.equal(stderr, '');
  });

  const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [[], /^Usage: /],
    [['README.md'], /FILE:LINE:COLUMN, and "README\.md" is none/],
    [['README.md:1:1', 'README.md:2:1'], /README\.md:2:1 is too much/],
    [['no-such-file:1:1'], /There is no file .*no-such-file/],
    [['src:1:1'], /src is a folder/],
    [['media/icon.png:1:1'], /is no text file/],
    [['README.md:100000:1'], /has \d+ lines, and no line 100000/],
    [['README.md:1:100000'], /has the columns 1 to \d+, and no column 100000/],
    [['README.md:1:1', '--modle', 'x'], /--modle/],
    [['README.md:3:1', '--model', 'README.md'], /README\.md is no GGUF file/],
  ];
  for (const [args, says] of cases) {
    it(`says in a sentence what is wrong with ${JSON.stringify(args)}`, async () => {
      await assert.rejects(run(...args), (error: Error & { code: number; stderr: string }) => {
        assert.equal(error.code, 1);
        assert.match(error.stderr, says);
        assert.doesNotMatch(error.stderr, /\n\s+at /);
        return true;
      });
    });
  }
});
