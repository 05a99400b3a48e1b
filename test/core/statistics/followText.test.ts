import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { compareKept, followEdits } from '../../../src/core/statistics/followText.ts';
import { applyEdits, type OffsetRange, type TextEdit } from '../../../src/shared/text.ts';

const edit = (start: number, end: number, newText: string): TextEdit => ({ range: { start, end }, newText });

/** What stands at the place of `accepted` after edits, each a change by itself. */
function followed(before: string, accepted: string, after: string, ...edits: readonly TextEdit[]): string | undefined {
  let document = before + accepted + after;
  let range: OffsetRange | undefined = { start: before.length, end: before.length + accepted.length };
  for (const one of edits) {
    range = range && followEdits({ text: accepted, range }, [one]);
    document = applyEdits(document, [one]);
  }
  return range && document.slice(range.start, range.end);
}

describe('following accepted text', () => {
  it('moves it with what is typed before it, and leaves out what is typed around it', () => {
    assert.equal(followed('let a = ', 'sum(b)', ';\n', edit(0, 0, '// new\n'), edit(15, 15, '1 + ')), 'sum(b)');
    assert.equal(followed('let a = ', 'sum(b)', ';\n', edit(14, 14, ' + 1'), edit(0, 3, 'const')), 'sum(b)');
  });

  it('takes in what is typed within it, and what takes the place of a part', () => {
    assert.equal(followed('= ', 'sum(b)', ';', edit(6, 6, 'a, ')), 'sum(a, b)');
    assert.equal(followed('= ', 'sum(b)', ';', edit(0, 5, ':= total')), ':= total(b)');
    assert.equal(followed('= ', 'sum(b)', ';', edit(5, 9, '[0]')), 'sum[0]');
  });

  it('is nothing once it is deleted, and what an undo brings back', () => {
    assert.equal(followed('= ', 'sum(b)', ';', edit(2, 8, '')), '');
    assert.equal(followed('= ', 'sum(b)', ';', edit(0, 9, '')), '');
    assert.equal(followed('= ', 'sum(b)', ';', edit(2, 8, ''), edit(2, 2, 'sum(b)')), 'sum(b)');
  });

  it('is found again in a document that is replaced as a whole, where it stands there once', () => {
    const long = '// a line\n'.repeat(2_000);
    assert.equal(followed(long, 'sum(b)', long, edit(0, 40_006, `${long}first\nsum(b)`)), 'sum(b)');
    assert.equal(followed(long, 'sum(b)', long, edit(0, 40_006, `${long}sum(b)\nsum(b)`)), undefined);
    assert.equal(followed(long, 'sum(b)', long, edit(0, 40_006, long)), undefined);
  });

  it('law: an edit that does not touch it leaves it as it is', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' '), maxLength: 12 });
    fc.assert(
      fc.property(words, words, words, words, fc.nat(12), fc.nat(12), (before, after, core, newText, from, to) => {
        const accepted = `x${core}y`;
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        if (end <= before.length) assert.equal(followed(before, accepted, after, edit(start, end, newText)), accepted);
        const behind = before.length + accepted.length;
        if (end <= after.length)
          assert.equal(followed(before, accepted, after, edit(behind + start, behind + end, newText)), accepted);
      }),
    );
  });
});

describe('comparing accepted text with what is there', () => {
  it('counts words and signs that are still there, without white space', () => {
    assert.deepEqual(compareKept('return a + b;', 'return a + b;'), { characters: 10, keptCharacters: 10 });
    assert.deepEqual(compareKept('return a+b', '\treturn a\n\t\t+ b;'), { characters: 9, keptCharacters: 9 });
    assert.deepEqual(compareKept('return first;', 'return last;'), { characters: 12, keptCharacters: 7 });
    assert.deepEqual(compareKept('return a;', ''), { characters: 8, keptCharacters: 0 });
  });

  it('law: never more than there was, all of what is unchanged, and all of it in a text that was put in between', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '\n', '(', ')', ';'), maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, (accepted, other, between) => {
        const { characters, keptCharacters } = compareKept(accepted, other);
        assert.ok(keptCharacters >= 0 && keptCharacters <= characters);
        const same = compareKept(accepted, accepted);
        assert.equal(same.keptCharacters, same.characters);
        const [head, tail] = [`${accepted} `, ` ${other}`];
        const grown = compareKept(head + tail, `${head} ${between} ${tail}`);
        assert.equal(grown.keptCharacters, grown.characters);
      }),
    );
  });
});
