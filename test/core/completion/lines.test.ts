import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  indentWidth,
  isBlank,
  isClosersOnly,
  isSameLine,
  lineAfter,
  lineBefore,
  nextLine,
  previousLine,
} from '../../../src/core/completion/lines.ts';

const lineText = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '\r\n', '}', 'ö', '😀'), maxLength: 30 });

describe('lines', () => {
  it('takes the cursor line apart', () => {
    assert.equal(lineBefore('a\r\nbc'), 'bc');
    assert.equal(lineBefore('abc'), 'abc');
    assert.equal(lineAfter('ab\r\nc'), 'ab');
    assert.equal(lineAfter('ab'), 'ab');
  });

  it('finds the nearest lines that are not blank, as splitting does', () => {
    fc.assert(
      fc.property(lineText, (text) => {
        const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
        assert.equal(
          previousLine(text),
          lines.slice(0, -1).findLast((line) => !isBlank(line)),
        );
        assert.equal(
          nextLine(text),
          lines.slice(1).find((line) => !isBlank(line)),
        );
      }),
    );
  });

  it('measures indentation in columns', () => {
    assert.deepEqual(['a', '  a', '\ta', ' \ta', '\t  a'].map(indentWidth), [0, 2, 4, 4, 6]);
  });

  it('knows closers', () => {
    for (const text of ['', ')', ' )', '));', ']) {', '"', "');", '`)', '>', ',', '):'])
      assert.ok(isClosersOnly(text), text);
    for (const text of ['a', ') a', '(', ');;', '}, {']) assert.ok(!isClosersOnly(text), text);
  });

  it('knows closers among very many spaces', () => {
    for (const lead of ['', ')', ') ;']) assert.ok(!isClosersOnly(`${lead}${' '.repeat(100_000)}# note`));
    assert.ok(isClosersOnly(`)${' '.repeat(100_000)};${' '.repeat(100_000)}`));
  });

  it('takes lines at different columns for different ones', () => {
    assert.ok(isSameLine('    a;', '\ta;  '));
    assert.ok(!isSameLine('    a;', '  a;'));
    assert.ok(!isSameLine('a;', 'b;'));
  });
});
