import { strict as assert } from 'node:assert';
import { fitsLanguage } from '../../../src/core/refactor/fitsLanguage.ts';
import { refactorings } from '../../../src/core/refactor/refactoring.ts';

const titlesFor = (languageId: string) =>
  refactorings.filter((row) => fitsLanguage(row, languageId)).map(({ id }) => id);

describe('fitsLanguage', () => {
  it('offers for a text only what can be said of a text', () => {
    assert.deepEqual(titlesFor('markdown'), [
      ...['explain', 'translateComments', 'instruct', 'instructFiles', 'commitMessage'],
    ]);
  });

  it('offers types and async where the language has them, and all else for all code', () => {
    assert.deepEqual(titlesFor('typescript').length, refactorings.length);
    assert.deepEqual(
      refactorings.map(({ id }) => id).filter((id) => !titlesFor('c').includes(id)),
      ['makeAsync', 'addTypes'],
    );
    assert.ok(titlesFor('a language that nobody knows').includes('simplify'));
  });
});
