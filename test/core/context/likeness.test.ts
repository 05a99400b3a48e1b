import { strict as assert } from 'node:assert';
import { likenessOfLines, surroundingsOf } from '../../../src/core/context/likeness.ts';

const lines = [
  ['open', 'path'],
  ['read', 'file'],
  ['close', 'file'],
  ['other'],
  ['open', 'path'],
  ['read', 'file'],
  ['end'],
];

describe('likenessOfLines', () => {
  it('is greatest where the lines around are the same', () => {
    const place = surroundingsOf(lines, 6, false);
    assert.deepEqual(place, { above: [['read', 'file'], ['open', 'path'], ['other']], below: [['end']] });
    const likeness = likenessOfLines(lines, place);
    const greatest = Math.max(...likeness.slice(0, 5));
    assert.equal(likeness.indexOf(greatest), 2);
    assert.ok(greatest >= 0.65);
  });

  it('is 0 where nothing around is the same, and leaves the own line out', () => {
    assert.deepEqual(surroundingsOf(lines, 3, true), {
      above: [
        ['close', 'file'],
        ['read', 'file'],
        ['open', 'path'],
      ],
      below: [
        ['open', 'path'],
        ['read', 'file'],
      ],
    });
    assert.deepEqual(
      likenessOfLines(lines, { above: [['strange']], below: [] }),
      lines.map(() => 0),
    );
    assert.deepEqual(likenessOfLines([], { above: [], below: [] }), []);
  });
});
