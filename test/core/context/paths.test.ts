import { strict as assert } from 'node:assert';
import { baseName, folderOf, isTestPath, joinPath, movedPath, pathWords } from '../../../src/core/context/paths.ts';

describe('paths', () => {
  it('joins, and never leaves the folder', () => {
    assert.equal(joinPath('src/a', '../b/./c.ts'), 'src/b/c.ts');
    assert.equal(joinPath('', './c.ts'), 'c.ts');
    assert.equal(joinPath('src', '..'), '');
    assert.equal(joinPath('src', '../../c.ts'), undefined);
  });

  it('takes a path apart', () => {
    assert.equal(folderOf('src/a/b.ts'), 'src/a');
    assert.equal(folderOf('b.ts'), '');
    assert.equal(baseName('src/clamp.test.ts'), 'clamp');
    assert.equal(baseName('.profile'), '.profile');
    assert.deepEqual(pathWords('src/http/RequestRouter.ts'), ['src', 'http', 'request', 'router']);
  });

  it('moves what is in a folder that is renamed', () => {
    assert.equal(movedPath('src/a/b.ts', 'src/a', 'lib'), 'lib/b.ts');
    assert.equal(movedPath('src/a.ts', 'src/a.ts', 'b.ts'), 'b.ts');
    assert.equal(movedPath('src/ab/c.ts', 'src/a', 'lib'), 'src/ab/c.ts');
  });

  it('knows tests', () => {
    for (const path of [
      'test/a.ts',
      'a/a.spec.js',
      'a/test_b.py',
      'a/b_test.go',
      'src/FooTest.java',
      'x/__tests__/a.js',
    ])
      assert.ok(isTestPath(path), path);
    for (const path of ['src/contest.ts', 'src/testing.go', 'latest/a.ts', 'src/attest.rs'])
      assert.ok(!isTestPath(path), path);
  });
});
