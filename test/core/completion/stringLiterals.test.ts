import { strict as assert } from 'node:assert';
import { endsInString, quotesIn, stringEnd } from '../../../src/core/completion/stringLiterals.ts';

describe('string literals', () => {
  it('are open at the end of a line', () => {
    for (const line of ['f("a', "f('a", '`a ${b}', '"a", "', '"a\\"', '"""Return', "rb'a", '"it\'s']) {
      assert.ok(endsInString(line, 'python'), line);
    }
    for (const line of ['', 'f("a")', "don't", '"""a"""', "f('a', \"b's\")", "'\\''"]) {
      assert.ok(!endsInString(line, 'python'), line);
    }
  });

  it('do not begin with a lifetime', () => {
    assert.ok(!endsInString("fn f<'a>(b: &'a str, c: &'a", 'rust'));
  });

  it('end at their own quote on their own line', () => {
    assert.equal(stringEnd('f("a\\"b")', 2), 8);
    assert.equal(stringEnd('"a\n"', 0), undefined);
    assert.equal(stringEnd("don't 'a'", 3), undefined);
    assert.equal(stringEnd("don't 'a'", 6), 9);
  });

  it('have quotes that no backslash takes back', () => {
    assert.deepEqual(quotesIn('a"b\\"c"', '"'), [1, 6]);
  });
});
