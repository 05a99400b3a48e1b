import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { rangeNow } from '../../../src/core/refactor/rangeNow.ts';

const text = 'one\ntwo\nthree\nfour\nfive\n';
const rangeOf = (part: string, whole = text) => ({
  start: whole.indexOf(part),
  end: whole.indexOf(part) + part.length,
});

/** What stands in the place of a part, once the text is another one. */
function partNow(part: string, after: string): string {
  const { start, end } = rangeNow(text, after, rangeOf(part));
  return after.slice(start, end);
}

describe('rangeNow', () => {
  it('follows its lines', () => {
    assert.equal(partNow('three\n', text), 'three\n');
    assert.equal(partNow('three\n', 'zero\none\nthree\nfive\n'), 'three\n');
    assert.equal(partNow('hre', text.replace('one\n', '')), 'hre');
  });

  it('leaves out what was put in at its edges', () => {
    assert.equal(partNow('three\n', text.replace('three\n', 'above\nthree\nbelow\n')), 'three\n');
  });

  it('has what has changed in it, and what has changed across its edges', () => {
    assert.equal(partNow('two\nthree\n', text.replace('two\nthree\n', 'TWO\nand\nthree\n')), 'TWO\nand\nthree\n');
    assert.equal(partNow('three\nfour\n', text.replace('two\nthree\n', '2\n3\n')), '2\n3\nfour\n');
    assert.equal(partNow('two\nthree\n', text.replace('three\nfour\n', '3\n4\n')), 'two\n3\n4\n');
    assert.equal(partNow('hre', text.replace('three', 'thrice')), 'thrice\n');
    assert.equal(partNow('three\n', text.replace('three\n', '')), '');
  });

  it('takes a cursor along', () => {
    const cursor = { start: text.indexOf('three'), end: text.indexOf('three') };
    const after = `zero\n${text.replace('three', 'above\nthree')}`;
    const at = after.indexOf('three');
    assert.deepEqual(rangeNow(text, after, cursor), { start: at, end: at });
  });

  it('is the same text where only what is around it changes, and a range of the text whatever changes', () => {
    const lines = (name: string) =>
      fc
        .array(
          fc.nat(9).map((digit) => `${name}${digit}\n`),
          { maxLength: 6 },
        )
        .map((some) => some.join(''));
    fc.assert(
      fc.property(lines('a'), lines('s'), lines('b'), lines('c'), lines('d'), (above, part, below, other, more) => {
        const range = { start: above.length, end: above.length + part.length };
        const after = other + part + more;
        const { start, end } = rangeNow(above + part + below, after, range);
        // Where there is no line in it, nothing tells the place.
        if (part !== '') assert.equal(after.slice(start, end), part);
        const changed = rangeNow(above + part + below, above + other + more, range);
        assert.ok(changed.start >= 0 && changed.start <= changed.end);
        assert.ok(changed.end <= (above + other + more).length);
      }),
    );
  });
});
