import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { hasSomeOf } from '../../../src/core/refactor/hasSomeOf.ts';
import { hunksBetween, proposalText } from '../../../src/core/refactor/hunks.ts';

describe('A text with some of the changes', () => {
  const before = 'a\nb\nc\nd\n';
  const after = 'A\nb\nC\nd\ne\n';

  it('has all, none, or any of them, with line ends of either kind', () => {
    for (const text of [after, before, 'A\nb\nc\nd\n', 'a\nb\nC\nd\n', 'a\nb\nc\nd\ne\n', 'A\r\nb\r\nC\r\nd\r\n'])
      assert.ok(hasSomeOf(text, before, after), text);
  });

  it('has nothing else', () => {
    for (const text of ['', 'A\n', 'x\nb\nC\nd\n', 'A\nb\nC\nd\ne\nf\n', 'A\na\nb\nc\nd\n', 'b\nA\nC\nd\ne\n'])
      assert.ok(!hasSomeOf(text, before, after), text);
  });

  it('is told for any texts and any choice of their changes, and so is a line more', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((some) => some.join('\n'));
    fc.assert(
      fc.property(lines, lines, fc.array(fc.boolean(), { maxLength: 12 }), fc.nat(), (from, to, chosen, at) => {
        const hunks = hunksBetween(from, to);
        const text = proposalText(
          from,
          hunks.filter((_, index) => chosen[index]),
        );
        assert.ok(hasSomeOf(text, from, to));
        const place = at % (text.length + 1);
        assert.ok(!hasSomeOf(`${text.slice(0, place)}typed${text.slice(place)}`, from, to));
      }),
    );
  });
});
