import { strict as assert } from 'node:assert';
import { isGoingRound } from '../../../src/core/chat/isGoingRound.ts';

const sentence = 'The function returns the value that is within the specified range.\n';

describe('an answer that goes round in circles', () => {
  it('is known by the fourth copy of what it says', () => {
    assert.equal(isGoingRound(`First of all:\n${sentence.repeat(3)}`), false);
    assert.equal(isGoingRound(`First of all:\n${sentence.repeat(4)}`), true);
    const paragraph = Array.from({ length: 9 }, (_, at) => `Sentence number ${at} of the paragraph. `).join('');
    assert.equal(isGoingRound(`Begin. ${paragraph.repeat(4)}`), true);
    assert.equal(isGoingRound(`Begin. ${paragraph.repeat(4)} But then it ends.`), false);
  });

  it('is none where lines only resemble each other, or nothing is said', () => {
    const list = Array.from({ length: 60 }, (_, at) => `${at + 1}. The item of that number.\n`).join('');
    const rows = Array.from({ length: 60 }, (_, at) => `| ${at} | ${at * at} |\n`).join('');
    for (const text of ['', sentence, list, rows, '-'.repeat(2000), ' \n'.repeat(2000), '0, '.repeat(100)])
      assert.equal(isGoingRound(text), false, text.slice(0, 40));
  });
});
