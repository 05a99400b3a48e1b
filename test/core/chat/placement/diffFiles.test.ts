import { strict as assert } from 'node:assert';
import { createTwoFilesPatch } from 'diff';
import * as fc from 'fast-check';
import { diffFiles } from '../../../../src/core/chat/placement/diffFiles.ts';

const change = '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+b\n';

describe('diffFiles', () => {
  it('gives each file its part', () => {
    const other =
      'diff --git a/src/b.ts b/src/b.ts\nindex 1..2 100644\n--- a/src/b.ts\n+++ b/src/b.ts\n@@ -1 +1 @@\n-c\n+d\n';
    assert.deepEqual(diffFiles(change + other), [
      { path: 'src/a.ts', kind: 'change', diff: change },
      { path: 'src/b.ts', kind: 'change', diff: other },
    ]);
  });

  it('knows files that are created, with their text, deleted and renamed', () => {
    const created =
      'diff --git a/c.ts b/c.ts\nnew file mode 100644\n--- /dev/null\n+++ b/c.ts\n@@ -0,0 +1,2 @@\n+x\n+\n';
    const deleted = '--- a/d.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n';
    const renamed =
      'diff --git a/e.ts b/f.ts\nsimilarity index 90%\nrename from e.ts\nrename to f.ts\n--- a/e.ts\n+++ b/f.ts\n@@ -1 +1 @@\n-a\n+b\n';
    const files = diffFiles(created + deleted + renamed) ?? [];
    assert.deepEqual(
      files.map(({ path, kind, newPath, text }) => [path, kind, newPath, text]),
      [
        ['c.ts', 'create', undefined, 'x\n\n'],
        ['d.ts', 'delete', undefined, undefined],
        ['e.ts', 'rename', 'f.ts', undefined],
      ],
    );
    assert.equal(files.at(-1)?.diff, '@@ -1 +1 @@\n-a\n+b\n', 'what is left to do once it is renamed');
    const [moved] =
      diffFiles('diff --git a/e.ts b/f.ts\nsimilarity index 100%\nrename from e.ts\nrename to f.ts\n') ?? [];
    assert.deepEqual(moved, { path: 'e.ts', kind: 'rename', newPath: 'f.ts', diff: '' });
  });

  it('reads paths with the time of a change, quotes, backslashes, and without a/ and b/', () => {
    for (const [from, to, path] of [
      ['src/a.ts\t2024-01-01 10:00:00', 'src/a.ts\t2024-01-02 10:00:00', 'src/a.ts'],
      ['"a/src/a b.ts"', '"b/src/a b.ts"', 'src/a b.ts'],
      ['a\\src\\a.ts', 'b\\src\\a.ts', 'src/a.ts'],
      ['./src/a.ts', './src/a.ts', 'src/a.ts'],
    ]) {
      assert.deepEqual(
        diffFiles(`--- ${from}\n+++ ${to}\n@@ -1 +1 @@\n-a\n+b\n`)?.map((file) => file.path),
        [path],
      );
    }
  });

  it('knows a diff without paths, and what is none', () => {
    assert.deepEqual(diffFiles('@@ -1 +1 @@\n-a\n+b\n'), [{ kind: 'change', diff: '@@ -1 +1 @@\n-a\n+b\n' }]);
    for (const code of ['', '- a\n+ b\n', 'const a = 1;\n', '---\ntitle: x\n---\n', '--- a\ntext\n']) {
      assert.equal(diffFiles(code), undefined, code);
    }
  });

  it('takes rows of a hunk for nothing else, though they look like the head of a file', () => {
    const code = '--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- old comment\n+++ new comment\n select 1\n';
    assert.deepEqual(
      diffFiles(code)?.map(({ path }) => path),
      ['q.sql'],
    );
  });

  it('loses no line of what diffs are put together', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '', '-- c', '++ d'), { maxLength: 8 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (pairs) => {
        const parts = pairs
          .map(([before, after], at) => createTwoFilesPatch(`a/f${at}`, `b/f${at}`, `${before}\n`, `${after}\n`))
          .map((part) => part.replace(/^=+\n/, ''))
          .filter((part) => part.includes('@@'));
        const files = diffFiles(parts.join(''));
        assert.deepEqual(files?.map(({ diff }) => diff) ?? [], parts);
      }),
    );
  });
});
