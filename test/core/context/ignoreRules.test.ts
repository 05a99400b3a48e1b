import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { IgnoreRules } from '../../../src/core/context/ignoreRules.ts';

/** Rules of folders, by folder; each text is one ignore file. */
const rulesOf = (texts: Readonly<Record<string, readonly string[]>>, excludes: readonly string[] = []) => {
  const rules = new IgnoreRules({ excludes, ignoreCase: false });
  for (const [folder, files] of Object.entries(texts)) rules.set(folder, files);
  return rules;
};
const ignoredOf = (rules: IgnoreRules, paths: string) => paths.split(' ').filter((path) => rules.ignores(path));

describe('IgnoreRules', () => {
  it('has the rules of parents in their children, where they can be taken back', () => {
    const rules = rulesOf({ '': ['*.log\nbuild/'], a: ['!keep.log\n/only.ts'], 'a/b': ['deep.ts'] });
    const paths =
      'x.log build/x.ts a/x.log a/keep.log a/b/keep.log a/only.ts a/b/only.ts a/b/c/deep.ts deep.ts a/build';
    assert.deepEqual(ignoredOf(rules, paths), ['x.log', 'build/x.ts', 'a/x.log', 'a/only.ts', 'a/b/c/deep.ts']);
    assert.ok(rules.ignores('a/build/'));
  });

  it('keeps closed what is in an ignored folder', () => {
    const rules = rulesOf({ '': ['private/'], private: ['!*'], 'private/a': ['!x.ts'] });
    assert.deepEqual(ignoredOf(rules, 'private/x.ts private/a/x.ts'), ['private/x.ts', 'private/a/x.ts']);
  });

  it('opens a folder that a nearer file takes back, with all that is in it', () => {
    const rules = rulesOf({ '': ['build/\n*.log'], src: ['!build/'] });
    assert.deepEqual(ignoredOf(rules, 'src/build/a.ts src/build/a.log build/a.ts'), ['src/build/a.log', 'build/a.ts']);
  });

  it('lets .leewardignore have the last word in its folder', () => {
    const rules = rulesOf({ '': ['generated/\nown/', '!generated/\nsecret/'] });
    assert.deepEqual(ignoredOf(rules, 'generated/a.ts own/a.ts secret/a.ts'), ['own/a.ts', 'secret/a.ts']);
  });

  it('takes a changed file in the place of the old one, in any order', () => {
    const rules = rulesOf({ a: ['x.ts'], '': ['y.ts'] });
    assert.deepEqual(ignoredOf(rules, 'a/x.ts a/y.ts a/z.ts'), ['a/x.ts', 'a/y.ts']);
    rules.set('a', ['!y.ts\nz.ts']);
    assert.deepEqual(ignoredOf(rules, 'a/x.ts a/y.ts a/z.ts'), ['a/z.ts']);
    rules.set('a', []);
    assert.deepEqual(ignoredOf(rules, 'a/x.ts a/y.ts a/z.ts'), ['a/y.ts']);
  });

  it('reads letters as the file system does', () => {
    for (const ignoreCase of [false, true]) {
      const rules = new IgnoreRules({ excludes: ['Out'], ignoreCase });
      rules.set('', ['Build/']);
      assert.deepEqual(ignoredOf(rules, 'build/a.ts out/a.ts'), ignoreCase ? ['build/a.ts', 'out/a.ts'] : []);
    }
  });

  it('agrees with git', () => {
    const root = mkdtempSync(join(tmpdir(), 'leeward-ignore-'));
    try {
      const initialized = spawnSync('git', ['init', '-q', root]);
      assert.equal(initialized.status, 0, String(initialized.stderr));
      fc.assert(
        fc.property(arbitraryFiles, arbitraryPaths, (files, paths) => assertLikeGit(root, new Map(files), paths)),
        { numRuns: 100 },
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('excludes what the globs of files.exclude name, and what is in there', () => {
    const cases: readonly [glob: string, ignored: string, open: string][] = [
      ['**/*.js', 'a.js a/b.js', 'a.jsx a/b.ts'],
      ['**/.git', '.git .git/config a/.git/HEAD', '.gitignore a/x.git'],
      ['out', 'out out/a.ts out/b/c.ts', 'outer a/out'],
      ['out/**', 'out/a.ts out/b/c.ts', 'outer.ts a/out/b.ts'],
      ['a/**/z.ts', 'a/z.ts a/b/z.ts a/b/c/z.ts', 'z.ts b/a/z.ts a/zz.ts'],
      ['**/{dist,build}', 'dist/a.ts a/build/b.ts', 'a/builder/b.ts'],
      ['{a,b/{c,d}}/*.ts', 'a/x.ts b/c/x.ts b/d/x.ts', 'b/x.ts a/y/x.ts'],
      ['**/file[0-9].ts', 'file1.ts a/file9.ts', 'file.ts filea.ts'],
      ['**/file[!0-9].ts', 'filea.ts', 'file1.ts file/.ts'],
      ['**/a?.ts', 'ab.ts x/ac.ts', 'a.ts abc.ts a/.ts'],
      ['a+(b).ts', 'a+(b).ts', 'aab.ts ab.ts'],
      ['**', 'a.ts b/c.ts', ''],
      ['[z-a].ts', '', 'z.ts a.ts'],
    ];
    for (const [glob, ignored, open] of cases) {
      const rules = rulesOf({}, [glob]);
      assert.deepEqual(ignoredOf(rules, `${ignored} ${open}`.trim()), ignored === '' ? [] : ignored.split(' '), glob);
    }
  });

  it('is quick with patterns and paths that were made to be slow', () => {
    const name = 'a'.repeat(160);
    const hostile = [
      '*a'.repeat(40),
      '**/'.repeat(40),
      '?*'.repeat(40),
      `[ab]*${'*a[b]'.repeat(30)}`,
      '(a*)*'.repeat(9),
    ];
    const rules = rulesOf({ '': [hostile.map((pattern) => `${pattern}b`).join('\n')] }, [
      ...hostile.map((pattern) => `${pattern}b`),
      '{a,b}'.repeat(40),
    ]);
    // Without bounds each of these takes longer than the test may.
    rules.ignores(name);
    rules.ignores(`${'a/'.repeat(60)}${name}`);
    assert.ok(rules.ignores('a'.repeat(161)));
    assert.ok(rules.ignores('a/'.repeat(5_000)));
  });

  it('ignores at least what a pattern with many wildcards says, and takes back no more than it says', () => {
    assert.ok(rulesOf({ '': ['a*b*c*d*e.ts'] }).ignores('a1b2c3d4e.ts'));
    assert.ok(!rulesOf({ '': ['a*b*c*d*e.ts'] }).ignores('a1b2.ts'));
    assert.ok(rulesOf({ '': ['*.ts\n!a*b*c*d*e.ts'] }).ignores('a1b2c3d4e.ts'));
  });
});

const folders = ['', 'a', 'b', 'a/b', '[x]', 'a b', 'a/b/a'];
const arbitraryPattern = fc
  .tuple(
    fc.constantFrom('', '', '!'),
    fc.constantFrom('', '', '/', '**/', 'a/', 'b/**/'),
    fc.constantFrom(
      'a',
      'b',
      '*',
      '*.js',
      'a*',
      '?',
      '[ab]',
      '**',
      'c.js',
      'a b',
      '\\[x\\]',
      'a/b',
      '[!a]',
      '\\#d',
      'A',
    ),
    fc.constantFrom('', '/', '/**', '/*', ' ', '\r'),
  )
  .map((parts) => parts.join(''));
const arbitraryLine = fc.oneof({ weight: 5, arbitrary: arbitraryPattern }, fc.constantFrom('/', '!', '#a', '', '\\!a'));
const arbitraryText = fc.array(arbitraryLine, { maxLength: 4 }).map((lines) => lines.join('\n'));
const arbitraryFiles = fc.array(fc.tuple(fc.constantFrom(...folders), arbitraryText), { minLength: 1, maxLength: 4 });
const arbitraryName = fc.constantFrom('a', 'b', 'c.js', 'ab', 'a b', '[x]', 'A', '#d');
const arbitraryPath = fc.array(arbitraryName, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const arbitraryPaths = fc.array(arbitraryPath, { minLength: 5, maxLength: 12 });

function assertLikeGit(root: string, files: ReadonlyMap<string, string>, paths: readonly string[]): void {
  for (const name of ['.gitignore', 'a', 'b', '[x]', 'a b']) rmSync(join(root, name), { recursive: true, force: true });
  const rules = new IgnoreRules({ excludes: [], ignoreCase: false });
  for (const [folder, text] of files) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, '.gitignore'), text);
    rules.set(folder, [text]);
  }
  const options = ['-C', root, '-c', 'core.ignorecase=false', '-c', 'core.excludesFile=', '-c', 'core.quotepath=off'];
  const input = paths.map((path) => `${path}\0`).join('');
  const { stdout } = spawnSync('git', [...options, 'check-ignore', '--no-index', '-z', '--stdin'], { input });
  const ignored = new Set(stdout.toString().split('\0'));
  for (const path of paths) {
    const asked = existsSync(join(root, path)) ? `${path}/` : path;
    assert.equal(rules.ignores(asked), ignored.has(path), `${path} in ${JSON.stringify([...files])}`);
  }
}
