import { strict as assert } from 'node:assert';
import { codeBlocks } from '../../../src/core/chat/codeBlocks.ts';

describe('codeBlocks', () => {
  const paths: readonly (readonly [answer: string, path: string | undefined])[] = [
    ['```ts src/a.ts\nx\n```', 'src/a.ts'],
    ['```ts:src/a.ts\nx\n```', 'src/a.ts'],
    ['```ts title="src/a.ts"\nx\n```', 'src/a.ts'],
    ['```12:34:src/a.ts\nx\n```', 'src/a.ts'],
    ['**src/a.ts**\n```ts\nx\n```', 'src/a.ts'],
    ['### src/a.ts\n\n```ts\nx\n```', 'src/a.ts'],
    ['Update `src/a.ts`:\n```ts\nx\n```', 'src/a.ts'],
    ['```ts\n// src/a.ts\nx\n```', 'src/a.ts'],
    ['```py\n# File: lib\\a.py\nx\n```', 'lib/a.py'],
    ['```html\n<!-- a.html -->\nx\n```', 'a.html'],
    ['It is like `src/a.ts`, but better.\n```ts\nx\n```', undefined],
    ['```diff\n--- a/src/a.ts\n+++ b/src/a.ts\n```', undefined],
    ['**Node.js**\n```js\nx\n```', undefined],
    ['```ts\n// a comment\nx\n```', undefined],
    ['```python\nx\n```', undefined],
  ];
  for (const [answer, path] of paths) {
    it(`${path === undefined ? 'has no path' : `has the path ${path}`} in ${JSON.stringify(answer)}`, () => {
      assert.deepEqual(
        codeBlocks(answer).map((block) => block.path),
        [path],
      );
    });
  }

  it('numbers the blocks in their order, lists, quotes and tildes included, and takes no indented text for one', () => {
    const answer = '1. First\n   ```ts\n   a\n     b\n   ```\n\n> ```py\n> c\n> ```\n\n    indented\n\n~~~sh\nd\n~~~\n';
    assert.deepEqual(
      codeBlocks(answer).map(({ index, language, code }) => [index, language, code]),
      [
        [0, 'ts', 'a\n  b\n'],
        [1, 'py', 'c\n'],
        [2, 'sh', 'd\n'],
      ],
    );
  });

  it('keeps the fences that stand in a block of markdown', () => {
    const answer = 'A readme:\n\n```markdown\n# Use\n```sh\nnpm start\n```\nDone.\n```\n\nAnd code:\n\n```ts\nx\n```\n';
    assert.deepEqual(
      codeBlocks(answer).map(({ language, code }) => [language, code]),
      [
        ['markdown', '# Use\n```sh\nnpm start\n```\nDone.\n'],
        ['ts', 'x\n'],
      ],
    );
  });

  it('knows a block that was cut off', () => {
    assert.deepEqual(
      ['```ts\nx\n```', '```ts\nx\n', '```ts\nx', '```ts'].map((answer) => codeBlocks(answer)[0]?.isClosed),
      [true, false, false, false],
    );
  });

  it('reads answers with CRLF as with LF', () => {
    assert.deepEqual(codeBlocks('```ts src/a.ts\r\nx\r\ny\r\n```\r\n'), codeBlocks('```ts src/a.ts\nx\ny\n```\n'));
  });

  const bare = [
    'This fixes it:',
    '',
    '--- a/src/a.ts',
    '+++ b/src/a.ts',
    '@@ -1,2 +1,2 @@',
    '-const a = `1`;',
    '+const a = 2;',
    ' ',
  ].join('\n');

  it('finds a unified diff that has no fence', () => {
    for (const answer of [bare, `${bare}\n\nThat is all.`, bare.replaceAll('\n', '\r\n')]) {
      assert.deepEqual(
        codeBlocks(answer).map(({ language, code, isClosed }) => [language, code.split('\n').slice(0, 3), isClosed]),
        [['diff', ['--- a/src/a.ts', '+++ b/src/a.ts', '@@ -1,2 +1,2 @@'], true]],
      );
    }
  });

  it('knows such a diff that was cut off, and takes no rule, list or heading for one', () => {
    assert.deepEqual(
      codeBlocks(bare.slice(0, -16)).map(({ isClosed }) => isClosed),
      [false],
    );
    for (const answer of ['Title\n---\n\n- one\n+ two\n', '--- a\n+++ b\n', 'From here\n--- a\ntext\n@@ -1 +1 @@\n']) {
      assert.deepEqual(codeBlocks(answer), []);
    }
  });
});
