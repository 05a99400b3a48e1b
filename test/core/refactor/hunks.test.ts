import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { acceptEdits, hunkLines, hunksBetween, linesBeside, proposalText } from '../../../src/core/refactor/hunks.ts';

/** Few different lines, so that many are alike, with all kinds of ends. */
const texts = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', '}', '', '  c'), fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')))
  .chain((lines) => fc.constantFrom('', 'last', '}').map((last) => lines.flat().join('') + last));

const changes = (before: string, after: string) =>
  hunksBetween(before, after).map(({ range, oldText, newText }) => [range.start, oldText, newText]);

describe('linesBeside', () => {
  it('has the whole lines above and below a place between lines, with their ends', () => {
    assert.deepEqual(linesBeside('a\r\nb\n\nc', { start: 3, end: 5 }), { above: 'a\r\n', below: '\n' });
    assert.deepEqual(linesBeside('a\r\nb', { start: 0, end: 3 }), { above: '', below: 'b' });
    assert.deepEqual(linesBeside('\n\nb', { start: 2, end: 3 }), { above: '\n', below: '' });
    assert.deepEqual(linesBeside('a\rb', { start: 2, end: 2 }), { above: 'a\r', below: 'b' });
  });

  it('reads no more than these lines', () => {
    const line = `${'x'.repeat(2_000_000)}\n`;
    assert.equal(linesBeside(line.repeat(3), { start: line.length, end: line.length }).above, line);
  });
});

describe('hunksBetween', () => {
  it('has the lines that change, go and come, and no others', () => {
    assert.deepEqual(changes('a\nb\nc\nd\ne\n', 'a\nB\nc\ne\nf\n'), [
      [2, 'b\n', 'B\n'],
      [6, 'd\n', ''],
      [10, '', 'f\n'],
    ]);
  });

  it('keeps line ends, tells a last line without one from one with it, and takes empty texts', () => {
    assert.deepEqual(changes('a\r\nb\r\n', 'a\r\nB\r\n'), [[3, 'b\r\n', 'B\r\n']]);
    assert.deepEqual(changes('a\nb', 'a\nb\n'), [[2, 'b', 'b\n']]);
    assert.deepEqual(changes('', 'a\n'), [[0, '', 'a\n']]);
    assert.deepEqual(changes('a\n', ''), [[0, 'a\n', '']]);
    assert.deepEqual(changes('', ''), []);
    assert.deepEqual(changes('a', 'a'), []);
  });

  it('gives one hunk where more lines differ than are compared one by one', () => {
    const lines = (name: string) => Array.from({ length: 3_000 }, (_, index) => `${name} ${index}\n`).join('');
    assert.equal(hunksBetween(`head\n${lines('a')}tail\n`, `head\n${lines('b')}tail\n`).length, 1);
  });

  it('makes one text of the other, in any order of acceptance, by hunks with a line between them', () => {
    fc.assert(
      fc.property(texts, texts, fc.integer(), (before, after, chosen) => {
        const hunks = hunksBetween(before, after);
        assert.equal(proposalText(before, hunks), after);
        let end = -1;
        for (const { range } of hunks) {
          assert.ok(range.start > end);
          end = range.end;
        }
        const some = hunks.filter(({ id }) => (chosen >> (id % 31)) & 1);
        assert.equal(proposalText(before, some) === after, some.length === hunks.length);
      }),
    );
  });

  it('has the fewest lines that the texts allow', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), fc.array(fc.constantFrom('a', 'b', 'c')), (from, to) => {
        const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
        const hunks = hunksBetween(text(from), text(to));
        const changed = hunks.reduce((sum, { oldText, newText }) => sum + oldText.length + newText.length, 0) / 2;
        assert.equal(changed, from.length + to.length - 2 * longestCommon(from, to));
      }),
    );
  });
});

describe('acceptEdits', () => {
  it('refuses a text in which something else stands', () => {
    const hunks = hunksBetween('a\nb\nc\n', 'a\nB\nc\n');
    assert.throws(() => acceptEdits('a\nx\nc\n', hunks), { code: 'inputInvalid' });
    assert.throws(() => acceptEdits('a\n', hunks), { code: 'inputInvalid' });
  });
});

describe('hunkLines', () => {
  it('says on which lines of both sides a hunk is', () => {
    const before = 'a\nb\nc\nd\ne';
    const lines = hunkLines(before, hunksBetween(before, 'a\nB\nB\nc\ne\nf'));
    assert.deepEqual(lines, [
      { id: 0, old: { start: 1, end: 2 }, new: { start: 1, end: 3 } },
      { id: 1, old: { start: 3, end: 5 }, new: { start: 4, end: 6 } },
    ]);
  });
});

/** The length of the longest common subsequence. */
function longestCommon(from: readonly string[], to: readonly string[]): number {
  let row = to.map(() => 0);
  for (const one of from) {
    const next: number[] = [];
    for (const [index, other] of to.entries()) {
      const diagonal = index === 0 ? 0 : (row[index - 1] ?? 0);
      next.push(one === other ? diagonal + 1 : Math.max(row[index] ?? 0, next[index - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
