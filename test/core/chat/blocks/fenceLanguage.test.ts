import assert from 'node:assert/strict';
import { fenceLanguage } from '../../../../src/core/chat/blocks/fenceLanguage.ts';

const known = ['typescript', 'typescriptreact', 'python', 'shellscript', 'cpp', 'haskell', 'csharp'];

describe('fenceLanguage', () => {
  for (const [word, id] of [
    ['ts', 'typescript'],
    ['tsx', 'typescriptreact'],
    ['python', 'python'],
    ['py', 'python'],
    ['bash', 'shellscript'],
    ['c++', 'cpp'],
    ['c#', 'csharp'],
    ['haskell', 'haskell'],
  ] as const) {
    it(`knows ${word}`, () => assert.equal(fenceLanguage(word, known), id));
  }

  it('knows no language that VS Code does not', () => {
    assert.equal(fenceLanguage('go', known), undefined);
    assert.equal(fenceLanguage('', known), undefined);
    assert.equal(fenceLanguage('constructor', known), undefined);
  });
});
