import assert from 'node:assert/strict';
import { workspaceRelative } from '../../../../src/core/chat/blocks/workspaceRelative.ts';

const one = [{ name: 'shop', path: '/home/ann/shop' }];
const two = [...one, { name: 'api', path: '/home/ann/api' }];

describe('workspaceRelative', () => {
  it('takes a path as one below any folder', () => {
    assert.deepEqual(workspaceRelative('src/a.ts', one), { path: 'src/a.ts' });
    assert.deepEqual(workspaceRelative('./src//a.ts', one), { path: 'src/a.ts' });
    assert.deepEqual(workspaceRelative('shop/a.ts', one), { path: 'shop/a.ts' });
  });

  it('finds the folder that the path names', () => {
    assert.deepEqual(workspaceRelative('api/a.ts', two), { path: 'a.ts', rootIndex: 1 });
    assert.deepEqual(workspaceRelative('/home/ann/api/src/a.ts', two), { path: 'src/a.ts', rootIndex: 1 });
    assert.deepEqual(workspaceRelative('api', two), { path: 'api' });
  });

  it('knows the paths of Windows', () => {
    const roots = [{ name: 'shop', path: '/c:/Users/ann/shop' }];
    assert.deepEqual(workspaceRelative('C:/Users/ann/shop/src/a.ts', roots), { path: 'src/a.ts', rootIndex: 0 });
    assert.equal(workspaceRelative('D:/Users/ann/shop/src/a.ts', roots), undefined);
  });

  it('takes the root of the repository for the root', () => {
    assert.deepEqual(workspaceRelative('/src/a.ts', one), { path: 'src/a.ts' });
  });

  for (const path of [
    '../a.ts',
    'src/../../a.ts',
    '.git/hooks/pre-commit',
    'sub/.GIT/config',
    '~/.bashrc',
    '',
    '/',
    '.',
  ]) {
    it(`refuses ${path === '' ? 'nothing' : path}`, () => assert.equal(workspaceRelative(path, one), undefined));
  }
});
