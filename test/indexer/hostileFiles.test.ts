import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IndexFixture } from '../support/indexFixture.ts';

describe('Files that nobody should open', function () {
  this.timeout(120_000);
  let fixture: IndexFixture;
  afterEach(async () => fixture.dispose());

  it('are skipped, which is said once, and hold nothing up', async () => {
    const nested = `${'[\n'.repeat(100_000)}${']\n'.repeat(100_000)}`;
    fixture = new IndexFixture({
      'good.ts': 'export function good(): void {}\n',
      'line.ts': Buffer.alloc(50_000_000, 'a'),
      'nested.ts': nested,
      'nested.py': nested,
      'latin.py': Buffer.concat(
        Array.from({ length: 50 }, () => Buffer.from('# \xe4\xf6\xfc\xdf \xe4\xf6\xfc\xdf\n', 'latin1')),
      ),
      'one-bad-byte.py': Buffer.from('def almost_good(): pass  # \xe4\n', 'latin1'),
      'nothing.go': '',
      'zeros.go': Buffer.alloc(1000),
      'noise.rs': noise(200_000),
      'brackets.java': '({<['.repeat(5_000).replaceAll('<[', '<[\n'),
      'open-string.c': `char *a = "${'\\\n'.repeat(50_000)}`,
      [`${'long'.repeat(50)}.ts`]: 'export const long = 1;',
    });
    const { rootPath } = fixture;
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(rootPath, 'fifo.ts')]);
      symlinkSync('.', join(rootPath, 'loop'));
      symlinkSync('/dev/random', join(rootPath, 'random.ts'));
    }
    await fixture.open();
    const said = fixture.problems.join('\n');
    await fixture.change('good.ts', 'line.ts', 'fifo.ts', 'loop', 'nested.ts');
    assert.equal(fixture.problems.join('\n'), said, 'nothing is said twice');
    assert.equal(new Set(fixture.problems).size, fixture.problems.length);
    assert.match(said, /larger than 1 MiB: line\.ts\./);
    assert.match(said, /not UTF-8: latin\.py, noise\.rs\./);
    assert.match(said, /without their syntax, since parsing them would take too long: .*nested\.py/);
    if (process.platform !== 'win32') {
      assert.match(said, /no regular files: fifo\.ts\./);
      assert.match(said, /symbolic links: loop, random\.ts\./);
    }
    const { reader } = fixture.index;
    const indexed = [...reader.paths()];
    for (const path of ['good.ts', 'nested.ts', 'one-bad-byte.py']) assert.ok(indexed.includes(path), path);
    for (const path of ['line.ts', 'latin.py', 'nothing.go', 'zeros.go', 'fifo.ts', 'loop/good.ts', 'random.ts']) {
      assert.ok(!indexed.includes(path), path);
    }
    assert.equal(reader.symbolsNamed(['good']).length, 1);
    assert.equal(reader.symbolsNamed(['almost_good']).length, 1);
    assert.equal((await fixture.open()).parsedFiles, 0, 'they are not read again');
  });

  it('may be closed to us', async () => {
    if (process.platform === 'win32') return; // It has no such modes.
    fixture = new IndexFixture({ 'a.md': 'open', 'closed.md': 'closed', 'folder/c.md': 'closed too' });
    chmodSync(fixture.folder, 0o755);
    chmodSync(join(fixture.rootPath, 'closed.md'), 0);
    chmodSync(join(fixture.rootPath, 'folder'), 0);
    await asAnotherUser(() => fixture.open('memory'));
    chmodSync(join(fixture.rootPath, 'folder'), 0o700);
    assert.deepEqual([...fixture.index.reader.paths()], ['a.md']);
    assert.deepEqual(fixture.problems, ['Not indexed, since they can not be read: folder, closed.md.']);
  });

  it('may be what a closed or strange ignore file means: nothing that it governs is opened, which is said once', async () => {
    if (process.platform === 'win32') return;
    fixture = new IndexFixture({
      'a.md': 'open',
      'closed/.gitignore': 'secret.md',
      'closed/secret.md': 'closed',
      'closed/deep/.leewardignore': '!secret.md',
      'closed/deep/secret.md': 'closed',
      'pipe/secret.md': 'closed',
      'huge/.leewardignore': '#'.repeat(1_000_001),
      'huge/secret.md': 'closed',
      'broken/secret.md': 'closed',
      'folder/.gitignore/b.md': 'no rules',
      'linked/c.md': 'open',
      'linked/secret.md': 'closed',
    });
    const { rootPath, folder } = fixture;
    chmodSync(folder, 0o755);
    chmodSync(join(rootPath, 'closed', '.gitignore'), 0);
    execFileSync('mkfifo', [join(rootPath, 'pipe', '.gitignore')]);
    symlinkSync('nowhere', join(rootPath, 'broken', '.gitignore'));
    writeFileSync(join(folder, 'kept elsewhere'), 'secret.md');
    symlinkSync('../../kept elsewhere', join(rootPath, 'linked', '.gitignore'));
    await asAnotherUser(async () => {
      await fixture.open('memory');
      assert.equal(await fixture.index.mayQuote('closed/secret.md'), false);
      assert.equal(await fixture.index.mayQuote('closed/deep/secret.md'), false);
      await fixture.index.filesChanged(['closed/secret.md', 'closed']);
    });
    const indexed = [...fixture.index.reader.paths()].sort();
    assert.deepEqual(indexed, ['a.md', 'folder/.gitignore/b.md', 'linked/c.md']);
    const unreadable = 'broken/.gitignore, closed/.gitignore, huge/.leewardignore and 1 more';
    const said = fixture.problems.filter((sentence) => sentence.includes('ignore file'));
    assert.deepEqual(said, [`Not indexed, since their ignore file can not be read: ${unreadable}.`]);
    chmodSync(join(rootPath, 'closed', '.gitignore'), 0o644);
    await fixture.index.filesChanged(['closed/.gitignore']);
    assert.deepEqual(
      [...fixture.index.reader.paths()].sort(),
      [...indexed, 'closed/.gitignore', 'closed/deep/.leewardignore', 'closed/deep/secret.md'].sort(),
    );
  });
});

/** Bytes in no order, none of which is zero. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = 1 + ((state >>> 16) % 255);
  }
  return bytes;
}

/** A superuser may read everything: then the work is done as nobody. */
async function asAnotherUser(work: () => Promise<unknown>): Promise<void> {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}
