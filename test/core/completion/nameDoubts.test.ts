import { strict as assert } from 'node:assert';
import { doubted } from '../../../src/core/completion/nameDoubts.ts';

/** Two tokens. */
const candidate = {
  text: 'near(inPrompt, below, made.up, inIndex);',
  replaceLength: 0,
  pieces: [
    { length: 24, logProbability: -1 },
    { length: 16, logProbability: -0.5 },
  ],
};

describe('doubted', () => {
  const made = { name: 'made', offset: 22, isMember: false };
  const up = { name: 'up', offset: 27, isMember: true };
  const sums = ({ pieces }: ReturnType<typeof doubted>) => pieces?.map(({ logProbability }) => logProbability) ?? [];

  it('lowers the confidence where the name begins, by less for a member', () => {
    const [first, second] = sums(doubted(candidate, [made, up])) as [number, number];
    assert.ok(first < -1 && second < -0.5);
    assert.ok(first + 1 < second + 0.5);
    const [twice] = sums(doubted(candidate, [made, { ...made, offset: 3 }])) as [number];
    assert.ok(Math.abs(twice + 1 - 2 * (first + 1)) < 1e-9);
  });

  it('leaves what nothing is known of, and what has no such names', () => {
    const { pieces: _, ...unsaid } = candidate;
    assert.equal(doubted(unsaid, [made]), unsaid);
    assert.equal(doubted(candidate, []), candidate);
  });
});
