import { strict as assert } from 'node:assert';
import { addCopy, type CopiedText, copySnippets } from '../../../src/core/context/copiedText.ts';

const minute = 60_000;

describe('copiedText', () => {
  const copied = (text: string, path = 'a.ts', timeMs = 0): CopiedText => {
    return { path, languageId: 'typescript', lines: { start: 5, end: 5 + text.split('\n').length }, text, timeMs };
  };
  const snippetsOf = (copies: readonly CopiedText[], nowMs = 0, ownPath = 'own.ts') =>
    copySnippets(copies.reduce(addCopy, [] as readonly CopiedText[]), ownPath, nowMs);

  it('quotes what was copied, for ten minutes', () => {
    const [snippet, ...others] = snippetsOf([copied('\n\nconst limit = 5;\nuse(limit);\n')], 2 * minute);
    assert.deepEqual(others, []);
    assert.equal(snippet?.text, 'const limit = 5;\nuse(limit);');
    assert.deepEqual(snippet?.lines, { start: 7, end: 9 });
    assert.equal(snippet?.reason, 'copied 2 min ago');
    assert.equal(snippetsOf([copied('const limit = 5;')], 10 * minute).length, 1);
    assert.equal(snippetsOf([copied('const limit = 5;')], 10 * minute + 1).length, 0);
  });

  it('leaves out single words, little, much, private files and the own one', () => {
    for (const copy of [
      copied('aVeryLongNameOfSomething'),
      copied('a = b;'),
      copied('x = 1;\n'.repeat(4_000)),
      copied('LIMIT = 5 + 7 + 8;', '.env'),
      copied('const limit = 5 + 7;', 'own.ts'),
    ]) {
      assert.deepEqual(snippetsOf([copy]), []);
    }
  });

  it('keeps the last three, each once, cut to what fits', () => {
    const texts = ['the first = 1st', 'second = second', 'the third = 3rd', 'fourth = fourth', 'second = second'];
    assert.deepEqual(
      snippetsOf(texts.map((text) => copied(text))).map(({ text }) => text),
      ['the third = 3rd', 'fourth = fourth', 'second = second'],
    );
    assert.equal(snippetsOf([copied('const limit = 5;\n'.repeat(100))])[0]?.text.split('\n').length, 30);
  });

  it('has no secrets', () => {
    assert.equal(
      snippetsOf([copied("login('me', { password: 'tiger7!' })")])[0]?.text,
      "login('me', { password: '<secret>' })",
    );
  });
});
