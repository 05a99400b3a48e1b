import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { firstUnmatchedCloser } from '../../../src/core/completion/brackets.ts';
import { fitTail } from '../../../src/core/completion/fitTail.ts';
import { isSubsequence } from '../../../src/core/completion/typeThrough.ts';

describe('fitTail', () => {
  const cases: readonly [name: string, text: string, suffix: string, expected: string, replaceLength: number][] = [
    ['nothing right of the cursor', 'foo)', '\n)', 'foo)', 0],
    ['the tail closes what the text leaves', 'a, b', ')\n', 'a, b', 0],
    ['the text closes what is closed', 'a, b)', ')\n', 'a, b', 0],
    ['the text closes its own', 'g(a)', ')\n', 'g(a)', 0],
    ['the text closes its own and the rest', 'g(a))', ')\n', 'g(a)', 0],
    ['the text goes on behind the tail', 'a, b);', ')\n', 'a, b);', 1],
    ['the text has several lines', '{\n  a,\n});', ')\n', '{\n  a,\n});', 1],
    ['the text closes more', 'a))', ')', 'a)', 0],
    ['two closers', '{ a })', '})', '{ a })', 0],
    ['a string ends', 'hello")', '")\n', 'hello', 0],
    ['a string ends and more follows', 'hello");', '")\n', 'hello");', 2],
    ['a string with an escaped quote', 'a\\"b', '"', 'a\\"b', 0],
    ['a tail with a semicolon', 'a);', ');\r\n', 'a', 0],
    ['a tail that opens a block', 'a) {', ') {\n', 'a', 0],
    ['a bracket in a string', '"smile :)"', ')\n', '"smile :)"', 0],
    ['a bracket behind an apostrophe', "don't)", ')\n', "don't", 0],
    ['an angle bracket', 'string>', '>\n', 'string', 0],
    ['an angle bracket and more', 'string, number>();', '>\n', 'string, number>();', 1],
    ['angle brackets of its own', 'Map<string, number>', '>\n', 'Map<string, number>', 0],
    ['an arrow', '() => void', '>\n', '() => void', 0],
    ['a string that ends and another that begins', 'abc", "def', '"\n', 'abc", "def', 0],
    ['two strings that end', 'abc", "def"', '"\n', 'abc", "def', 0],
    ['a semicolon that is there', 'f(a);', ';\n', 'f(a)', 0],
    ['a semicolon that is needed', 'f(a)', ';\n', 'f(a)', 0],
    ['no closers', 'a', ' + b\n', 'a', 0],
  ];
  for (const [name, text, suffix, expected, replaceLength] of cases) {
    it(name, () => assert.deepEqual(fitTail(text, suffix), { text: expected, replaceLength }));
  }

  it('laws: replaces only closers, which it then has itself, and cuts only closers', () => {
    const code = fc.string({
      unit: fc.constantFrom('a', '(', ')', '[', ']', '{', '}', '"', ' ', ';', '\n'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(code, code, (text, suffix) => {
        const { text: shown, replaceLength } = fitTail(text, suffix);
        const replaced = suffix.slice(0, replaceLength);
        assert.ok(isSubsequence(replaced.replace(/\s/g, ''), shown));
        assert.match(replaced, /^[^a\n]*$/);
        assert.ok(text.startsWith(shown));
        assert.match(text.slice(shown.length), /^[^a]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('firstUnmatchedCloser', () => {
  it('finds what nothing opened', () => {
    const cases: readonly [string, number | undefined][] = [
      ['a)', 1],
      ['(a)', undefined],
      ['(a))', 3],
      ['(]', 1],
      ['")"', undefined],
      ['"\\")")', 5],
      ["r')')", 4],
      ['a > b', undefined],
      ['', undefined],
    ];
    for (const [text, at] of cases) assert.equal(firstUnmatchedCloser(text), at, text);
  });
});
