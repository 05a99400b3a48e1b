import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type AnswerPiece, lineConfidence, piecesBehind } from '../../../src/core/completion/confidence.ts';

const pieces = fc.array(
  fc.record({ length: fc.integer({ min: 1, max: 5 }), logProbability: fc.double({ min: -9, max: 0, noNaN: true }) }),
);
const said = [
  { length: 4, logProbability: -1 },
  { length: 3, logProbability: -2 },
  { length: 5, logProbability: -4 },
];

describe('lineConfidence', () => {
  it('is the sum of what the first line has come from', () => {
    assert.equal(lineConfidence('a(b);\nc();', said), -3);
    assert.equal(lineConfidence('\n  a();\n', said), -3);
    assert.equal(lineConfidence('a', said), -1);
    assert.equal(lineConfidence('a', []), 0);
  });
});

describe('piecesBehind', () => {
  it('leaves out what was typed, and counts a piece that was begun as a whole', () => {
    assert.deepEqual(piecesBehind(said, 4), said.slice(1));
    assert.deepEqual(piecesBehind(said, 5), [{ length: 2, logProbability: -2 }, said[2]]);
    assert.deepEqual(piecesBehind(said, 99), []);
  });

  it('law: what is left is as long as what was not typed, and not less likely', () => {
    fc.assert(
      fc.property(pieces, fc.nat(30), (all, typed) => {
        const length = (some: readonly AnswerPiece[]) => some.reduce((sum, piece) => sum + piece.length, 0);
        const left = piecesBehind(all, typed);
        assert.equal(length(left), Math.max(0, length(all) - typed));
        assert.ok(lineConfidence('x'.repeat(99), left) >= lineConfidence('x'.repeat(199), all) - 1e-9);
      }),
    );
  });
});
