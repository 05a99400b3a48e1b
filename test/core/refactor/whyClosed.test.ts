import { strict as assert } from 'node:assert';
import { whyClosed } from '../../../src/core/refactor/whyClosed.ts';

describe('What no refactoring changes', () => {
  it('is in folders that decide what runs, however they are spelled', () => {
    for (const path of ['.git/config', 'a/.vscode/tasks.json', '.GIT/hooks/x', 'a/.Vscode', '.git./config'])
      assert.match(whyClosed(path) ?? '', /^what is in \.(git|vscode) decides what runs/, path);
    for (const path of ['src/a.ts', '.github/workflows/a.yml', 'git/a', 'a.git', '.vscode-test/a'])
      assert.equal(whyClosed(path), undefined, path);
  });

  it('is a workspace file as well, which has settings and tasks', () => {
    for (const path of ['a.code-workspace', 'deep/A.Code-Workspace', 'a.code-workspace.'])
      assert.equal(whyClosed(path), 'it decides what runs on this machine', path);
    for (const path of ['code-workspace', 'a.code-workspace.ts', 'a.code-workspace/b.ts'])
      assert.equal(whyClosed(path), undefined, path);
  });
});
