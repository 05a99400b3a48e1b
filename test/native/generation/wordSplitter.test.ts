import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { WordSplitter } from '../../../native/generation/wordSplitter.ts';

describe('cutting text into words', () => {
  const wordsOf = (...pieces: readonly string[]) => {
    const splitter = new WordSplitter();
    return [...pieces.flatMap((piece) => splitter.push(piece)), splitter.begun].map(({ space, text }) => space + text);
  };

  it('has a word for each name, number and mark, with the white space in front of it', () => {
    assert.deepEqual(wordsOf('let größe_2 = f(10);\n\n  end '), [
      ...['let', ' größe_2', ' =', ' f', '(', '10', ')', ';', '\n\n  end', ' '],
    ]);
    assert.deepEqual(wordsOf('日本。👍🏽'), ['日', '本', '。', '👍', '🏽', '']);
  });

  it('goes on with a name in the next piece, but not with a mark', () => {
    assert.deepEqual(wordsOf('by', 'te', 'Count', '=', '='), ['byteCount', '=', '=', '']);
  });

  it('cuts what has no end', () => {
    assert.ok(wordsOf('x'.repeat(1000)).every((word) => word.length <= 64));
  });

  it('gives the same words however a text is cut, and leaves nothing out', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'B', '7', '_', ' ', '\n', '\t', '(', '=', 'é', '日', '👍') });
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        assert.deepEqual(wordsOf(...pieces), wordsOf(pieces.join('')));
        assert.equal(wordsOf(...pieces).join(''), pieces.join(''));
      }),
    );
  });
});
