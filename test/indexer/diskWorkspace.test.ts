import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, linkSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { DiskWorkspace } from '../../src/indexer/crawl/diskWorkspace.ts';
import { Spelling } from '../../src/indexer/crawl/spelling.ts';
import { IndexFixture } from '../support/indexFixture.ts';

const never = new AbortController().signal;

describe('DiskWorkspace', () => {
  const fixtures: IndexFixture[] = [];
  const fixtureOf = (files: Readonly<Record<string, string>>) => {
    const fixture = new IndexFixture(files);
    fixtures.push(fixture);
    return fixture;
  };
  afterEach(async () => {
    for (const fixture of fixtures.splice(0)) await fixture.dispose();
  });

  it('lists what git lists', async () => {
    const part = fc.constantFrom('a', 'b', 'build', 'c d', 'ü');
    const name = fc.constantFrom('x.ts', 'y.py', 'build', 'z.md', '.hidden.js', 'we[ir]d.go');
    const path = fc.tuple(fc.array(part, { maxLength: 3 }), name).map(([parts, last]) => [...parts, last].join('/'));
    const pattern = fc.constantFrom(
      'build/',
      '*.md',
      '/a/',
      '!z.md',
      'b/*.ts',
      '**/c d/x.*',
      '/x.ts',
      '!build',
      '.*.js',
    );
    const ignoreFile = fc.tuple(fc.array(part, { maxLength: 2 }), fc.array(pattern, { minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { minLength: 1, maxLength: 15 }),
        fc.array(ignoreFile, { maxLength: 3 }),
        async (paths, ignoreFiles) => {
          const fixture = new IndexFixture();
          try {
            // A name that is a folder already can't be a file.
            for (const one of paths) attempt(() => fixture.write(one, 'text'));
            for (const [parts, patterns] of ignoreFiles) {
              attempt(() => fixture.write([...parts, '.gitignore'].join('/'), patterns.join('\n')));
            }
            const walked = await listed(fixture.workspace());
            git(fixture.rootPath, 'init', '--quiet');
            assert.deepEqual(await listed(fixture.workspace({ isTrusted: true })), walked);
            // The law is not about what `DiskWorkspace` leaves out of git's list.
            const own = git(fixture.rootPath, 'ls-files', '-z', '--others', '--exclude-standard');
            assert.deepEqual(
              own
                .split('\0')
                .filter((one) => one !== '')
                .sort(),
              walked,
            );
          } finally {
            await fixture.dispose();
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('knows tracked, untracked and ignored files, and repositories inside of it', async () => {
    const fixture = fixtureOf({
      '.gitignore': 'out/\n',
      'tracked.ts': '1',
      'untracked.ts': '1',
      'out/made.ts': '1',
      'inner/.gitignore': 'secret.ts',
      'inner/one.ts': '1',
      'inner/secret.ts': '1',
    });
    git(fixture.rootPath, 'init', '--quiet');
    git(join(fixture.rootPath, 'inner'), 'init', '--quiet');
    git(fixture.rootPath, 'add', 'tracked.ts');
    const expected = ['.gitignore', 'inner/.gitignore', 'inner/one.ts', 'tracked.ts', 'untracked.ts'];
    assert.deepEqual(await listed(fixture.workspace({ isTrusted: true })), expected);
    assert.deepEqual(await listed(fixture.workspace()), expected);
  });

  it('runs no program that a repository names', async () => {
    const fixture = fixtureOf({ 'a.ts': '1' });
    const { rootPath } = fixture;
    git(rootPath, 'init', '--quiet');
    const hook = join(fixture.folder, 'hook.sh');
    writeFileSync(hook, `#!/bin/sh\ntouch '${fixture.folder}/was-run'\n`, { mode: 0o755 });
    git(rootPath, 'config', 'core.fsmonitor', hook);
    assert.deepEqual(await listed(fixture.workspace({ isTrusted: true })), ['a.ts']);
    assert.equal(existsSync(join(fixture.folder, 'was-run')), false);
    // The same command without our care does run it.
    git(rootPath, 'ls-files', '--others');
    assert.equal(existsSync(join(fixture.folder, 'was-run')), true);
  });

  it("obeys Leeward's own ignore files, which may take back git's, and files.exclude", async () => {
    const fixture = fixtureOf({
      '.gitignore': '*.gen.ts\n',
      '.leewardignore': '!kept.gen.ts\nprivate/\n',
      'kept.gen.ts': '1',
      'other.gen.ts': '1',
      'private/a.ts': '1',
      'deep/.leewardignore': '/b.ts',
      'deep/b.ts': '1',
      'deep/c.ts': '1',
      'legacy/d.ts': '1',
    });
    fixture.excludes = ['**/legacy'];
    git(fixture.rootPath, 'init', '--quiet');
    const expected = ['.gitignore', '.leewardignore', 'deep/.leewardignore', 'deep/c.ts', 'kept.gen.ts'];
    for (const isTrusted of [false, true]) {
      const workspace = fixture.workspace({ isTrusted });
      assert.deepEqual(await listed(workspace), expected);
      assert.equal(await workspace.stat('other.gen.ts'), undefined);
      assert.equal(await workspace.stat('private/a.ts'), undefined);
      assert.equal(await workspace.read('legacy/d.ts', 100), undefined);
      assert.equal((await workspace.stat('kept.gen.ts'))?.sizeBytes, 1);
    }
  });

  it('obeys what the user ignores in all repositories', async () => {
    const fixture = fixtureOf({ 'a.ts': '1', 'notes.me.ts': '1' });
    writeFileSync(join(fixture.folder, 'everywhere'), '*.me.ts\n');
    writeFileSync(join(fixture.folder, 'more'), `[core]\n\texcludesFile = ~/everywhere\n`);
    writeFileSync(join(fixture.folder, '.gitconfig'), `[include]\n\tpath = ~/more\n`);
    await inHome(fixture.folder, async () => {
      const workspace = fixture.workspace();
      assert.equal(await workspace.stat('notes.me.ts'), undefined, 'before anything was listed');
      assert.deepEqual(await listed(workspace), ['a.ts']);
      assert.equal(await workspace.stat('notes.me.ts'), undefined);
      const another = fixture.workspace();
      const listing = listed(another);
      assert.equal(await another.stat('notes.me.ts'), undefined, 'while something is listed');
      assert.deepEqual(await listing, ['a.ts']);
    });
  });

  it('obeys what a repository names as the file of what is ignored, where it is trusted', async () => {
    const fixture = fixtureOf({ 'a.ts': '1', 'notes.me.ts': '1' });
    git(fixture.rootPath, 'init', '--quiet');
    writeFileSync(join(fixture.folder, 'own'), '*.me.ts\n');
    git(fixture.rootPath, 'config', 'core.excludesFile', join(fixture.folder, 'own'));
    const workspace = fixture.workspace({ isTrusted: true });
    assert.deepEqual(await listed(workspace), ['a.ts']);
    assert.equal(await workspace.stat('notes.me.ts'), undefined);
    assert.deepEqual(await listed(fixture.workspace()), ['a.ts', 'notes.me.ts']);
  });

  it('obeys in a linked worktree what the repository has in its own folder', async () => {
    const fixture = fixtureOf({ 'a.ts': '1' });
    const { rootPath } = fixture;
    git(rootPath, 'init', '--quiet');
    git(rootPath, 'add', '.');
    git(rootPath, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message=one');
    git(rootPath, 'worktree', 'add', '--quiet', '../linked');
    writeFileSync(join(rootPath, '.git', 'info', 'exclude'), 'hidden.ts\n');
    const linked = join(fixture.folder, 'linked');
    writeFileSync(join(linked, 'hidden.ts'), '1');
    for (const isTrusted of [false, true]) {
      const workspace = fixture.workspace({ isTrusted, rootPath: linked });
      assert.equal(await workspace.stat('hidden.ts'), undefined);
      assert.deepEqual(await listed(workspace), ['a.ts']);
    }
  });

  it('follows a repository that is kept elsewhere to no other machine', async () => {
    const fixture = fixtureOf({ 'a.ts': '1', 'hidden.ts': '1' });
    const kept = join(fixture.folder, 'kept');
    mkdirSync(join(kept, 'info'), { recursive: true });
    writeFileSync(join(kept, 'info', 'exclude'), 'hidden.ts\n');
    for (const [pointer, paths] of [
      ['../kept', ['a.ts']],
      [kept, ['a.ts']],
      [`/${kept}`, ['a.ts', 'hidden.ts']],
    ] as const) {
      fixture.write('.git', `gitdir: ${pointer}\n`);
      assert.deepEqual(await listed(fixture.workspace()), paths, pointer);
    }
  });

  it('obeys an ignore file that has changed as soon as it is told of it', async () => {
    const fixture = fixtureOf({ 'a.ts': '1' });
    const workspace = fixture.workspace();
    assert.notEqual(await workspace.stat('a.ts'), undefined);
    fixture.write('.gitignore', 'a.ts\n');
    workspace.filesChanged(['.gitignore']);
    assert.equal(await workspace.stat('a.ts'), undefined);
  });

  it('takes of too many files those that git tracks and that are worth reading, and says so', async () => {
    const made = ['x1.js', 'x2.js', 'x3.js'].map((name) => [`node_modules/${name}`, '1']);
    const fixture = fixtureOf({ ...Object.fromEntries(made), 'b.ts': '1', 'c.ts': '1', 'd.png': '1' });
    git(fixture.rootPath, 'init', '--quiet');
    git(fixture.rootPath, 'add', '.');
    fixture.write('a.ts', '1');
    const { rootPath } = fixture;
    for (const [maxFiles, paths, told] of [
      [2, ['b.ts', 'c.ts'], ['there are more than 2 of them']],
      [3, ['a.ts', 'b.ts', 'c.ts'], []],
    ] as const) {
      const skipped: string[] = [];
      const onSkip = (_: string, why: string) => skipped.push(why);
      const workspace = new DiskWorkspace({ rootPath, excludes: [], isTrusted: true, onSkip, maxFiles });
      assert.deepEqual(await listed(workspace), paths);
      assert.deepEqual(skipped, told);
    }
  });

  it('does not take a folder for empty that is not there', async () => {
    const fixture = fixtureOf({ 'a.ts': '1' });
    const rootPath = join(fixture.folder, 'away');
    for (const isTrusted of [false, true])
      await assert.rejects(fixture.workspace({ isTrusted, rootPath }).list(never), { code: 'ENOENT' });
  });

  it('lists the same where letter case does not count', async () => {
    const fixture = fixtureOf({
      'a.ts': '1',
      'Src/b.ts': '1',
      'Src/\u00fc.ts': '1',
      '.gitignore': 'c.ts',
      'c.ts': '1',
    });
    git(fixture.rootPath, 'init', '--quiet');
    const { rootPath } = fixture;
    for (const isTrusted of [false, true]) {
      const options = { rootPath, excludes: [], isTrusted, onSkip: () => {} };
      const expected = ['.gitignore', 'Src/b.ts', 'Src/\u00fc.ts', 'a.ts'];
      assert.deepEqual(await listed(new DiskWorkspace({ ...options, ignoreCase: true })), expected);
    }
  });

  it('knows a file by one spelling only', () => {
    const asked: string[] = [];
    const spelling = new Spelling((folder) => {
      asked.push(folder);
      return folder === '' ? ['Src'] : folder === 'Src' ? ['foo.ts', 'u\u0308.ts'] : [];
    });
    const paths = ['Src', 'src', 'Src/foo.ts', 'Src/Foo.ts', 'Src/\u00fc.ts', 'gone/foo.ts'];
    assert.deepEqual(
      paths.filter((path) => spelling.isOf(path)),
      ['Src', 'Src/foo.ts', 'Src/\u00fc.ts'],
    );
    assert.deepEqual(asked, ['', 'Src', 'gone']);
  });

  it('obeys the repository above it, unless that ignores the whole folder', async () => {
    const fixture = fixtureOf({
      '.gitignore': '/part/out/\n/hidden/\n',
      'part/a.ts': '1',
      'part/out/b.ts': '1',
      'hidden/c.ts': '1',
    });
    git(fixture.rootPath, 'init', '--quiet');
    for (const isTrusted of [false, true]) {
      const inPart = fixture.workspace({ isTrusted, rootPath: join(fixture.rootPath, 'part') });
      assert.deepEqual(await listed(inPart), ['a.ts']);
      assert.equal(await inPart.stat('out/b.ts'), undefined);
      const inHidden = fixture.workspace({ isTrusted, rootPath: join(fixture.rootPath, 'hidden') });
      assert.deepEqual(await listed(inHidden), ['c.ts']);
    }
  });

  it('opens nothing but regular files below the folder', async () => {
    if (process.platform === 'win32') return; // It has neither FIFOs nor links for everybody.
    const fixture = fixtureOf({ 'a.ts': 'inside', 'folder/b.ts': 'inside' });
    const { rootPath, folder } = fixture;
    writeFileSync(join(folder, 'outside.ts'), 'outside');
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'c.ts'), 'outside');
    execFileSync('mkfifo', [join(rootPath, 'fifo.ts')]);
    symlinkSync('..', join(rootPath, 'folder', 'loop'));
    symlinkSync(join(folder, 'outside.ts'), join(rootPath, 'link.ts'));
    symlinkSync('a.ts', join(rootPath, 'inner-link.ts'));
    symlinkSync(join(folder, 'elsewhere'), join(rootPath, 'linked'));
    symlinkSync('/dev/zero', join(rootPath, 'zero.ts'));
    linkSync(join(rootPath, 'a.ts'), join(rootPath, 'hard-link.ts'));
    const skipped: string[] = [];
    for (const isTrusted of [false, true]) {
      if (isTrusted) git(rootPath, 'init', '--quiet');
      const onSkip = (path: string, why: string) => skipped.push(`${path}: ${why}`);
      const workspace = new DiskWorkspace({ rootPath, excludes: [], isTrusted, onSkip });
      assert.deepEqual(await listed(workspace), ['a.ts', 'folder/b.ts', 'hard-link.ts']);
      const forbidden = [
        'fifo.ts',
        'link.ts',
        'inner-link.ts',
        'linked/c.ts',
        'zero.ts',
        'folder/loop/a.ts',
        'folder',
        '',
        '.',
        '..',
        '../outside.ts',
        'folder/../../outside.ts',
        join(folder, 'outside.ts'),
        'a.ts/',
        'a.ts/x',
        './a.ts',
        'a\0.ts',
      ];
      for (const path of forbidden) {
        assert.equal(await workspace.stat(path), undefined, path);
        assert.equal(await workspace.read(path, 1000), undefined, path);
      }
      assert.deepEqual(await workspace.list(never, 'linked'), []);
      assert.deepEqual(await workspace.list(never, '..'), []);
      assert.deepEqual(await workspace.list(never, 'a.ts'), []);
    }
    assert.ok(skipped.includes('fifo.ts: they are no regular files'));
    assert.ok(skipped.includes('link.ts: they are symbolic links'));
  });

  it('reads a file whole or not at all, however often it is replaced or grows', async () => {
    const fixture = fixtureOf({ 'a.ts': 'x'.repeat(1000) });
    const path = join(fixture.rootPath, 'a.ts');
    const workspace = fixture.workspace();
    let isOver = false;
    const replacing = (async () => {
      for (let round = 0; !isOver; round++) {
        const letter = round % 2 === 0 ? 'y' : 'z';
        writeFileSync(`${path}.new`, letter.repeat(200_000 + (round % 7)));
        renameSync(`${path}.new`, path);
        await sleep(1);
        appendFileSync(path, letter);
        await sleep(3);
      }
    })();
    let whole = 0;
    for (let round = 0; round < 300; round++) {
      const bytes = await workspace.read('a.ts', 1_000_000);
      if (bytes === undefined) continue;
      whole += 1;
      assert.match(Buffer.from(bytes).toString(), /^(?:x+|y+|z+)$/);
    }
    isOver = true;
    await replacing;
    assert.ok(whole > 0);
    assert.equal(await workspace.read('a.ts', 1000), undefined, 'larger than allowed');
  });

  it('lists what is in one folder', async () => {
    const fixture = fixtureOf({ 'a.ts': '1', 'b/c.ts': '1', 'b/d/e.ts': '1', 'f/g.ts': '1', '.gitignore': 'f/' });
    const inFolder = async (folder: string) =>
      (await fixture.workspace().list(never, folder)).map(({ path }) => path).sort();
    assert.deepEqual(await inFolder('b'), ['b/c.ts', 'b/d/e.ts']);
    assert.deepEqual(await inFolder('f'), []);
    assert.deepEqual(await inFolder('nothing'), []);
  });
});

async function listed(workspace: DiskWorkspace): Promise<readonly string[]> {
  return (await workspace.list(never)).map(({ path }) => path).sort();
}

/** @param work is done with `folder` as the user's own. */
async function inHome(folder: string, work: () => Promise<void>): Promise<void> {
  const { HOME, XDG_CONFIG_HOME } = process.env;
  Object.assign(process.env, { HOME: folder, XDG_CONFIG_HOME: join(folder, 'nothing') });
  try {
    await work();
  } finally {
    Object.assign(process.env, { HOME, XDG_CONFIG_HOME });
    if (HOME === undefined) delete process.env['HOME'];
    if (XDG_CONFIG_HOME === undefined) delete process.env['XDG_CONFIG_HOME'];
  }
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Not every random path can be written.
  }
}
