import { strict as assert } from 'node:assert';
import { nearestUse, unplacedNames } from '../../../src/host/context/unplacedNames.ts';
import type { ReachKind } from '../../../src/shared/contextQuery.ts';
import { atCursor } from '../../support/atCursor.ts';

const use = (name: string, distanceLines = 1, count = 1) => ({ name, count, distanceLines });
const facts = {
  ownNames: ['own'],
  imports: [
    { module: 'm', names: [{ name: 'x', alias: 'imported' }], isWholeModule: false, isReexport: false },
    { module: 'n', names: [], isWholeModule: true, alias: 'whole', isReexport: false },
  ],
  names: [
    ...[use('near'), use('own'), use('imported'), use('whole'), use('sure'), use('guessed')],
    ...[use('unused', 1, 0), use('far', 16), use('last', 15)],
  ],
};
const candidate = (name: string, kind: ReachKind) => ({ symbol: { name }, reaches: [{ kind }] });

describe('unplacedNames', () => {
  it('has the near names that nothing places for sure', () => {
    const candidates = { symbols: [candidate('sure', 'member'), candidate('guessed', 'named')] };
    assert.deepEqual(unplacedNames(facts, candidates, 9), ['near', 'guessed', 'last']);
    assert.deepEqual(unplacedNames(facts, candidates, 1), ['near']);
  });
});

describe('nearestUse', () => {
  const at = (marked: string, name: string) => {
    const { text, offset } = atCursor(marked);
    return nearestUse(text, offset, name);
  };

  it('is the nearest whole word', () => {
    assert.equal(at('sum();\nsum(); ‸\n// far away\nsum();', 'sum'), 7);
    assert.equal(at('sum();\n\n\n‸\nsum();', 'sum'), 10);
    assert.equal(at('sums sum_ $sum resum ‸ sum', 'sum'), 22);
  });

  it('is not the word that is being typed', () => {
    assert.equal(at('sum();\n\n\nsum‸', 'sum'), 0);
    assert.equal(at('sum‸', 'sum'), undefined);
    assert.equal(at('‸nothing', 'sum'), undefined);
  });
});
