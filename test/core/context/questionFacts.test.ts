import { strict as assert } from 'node:assert';
import { questionFacts } from '../../../src/core/context/questionFacts.ts';

describe('a question to the index', () => {
  it('uses the names among its words, each once, and is in no file', () => {
    const facts = questionFacts('Where does basketTotal call round, and is round for basketTotal?');
    assert.deepEqual(
      facts.names.map(({ name }) => name),
      ['Where', 'does', 'basketTotal', 'call', 'round'],
    );
    assert.equal(facts.path, '');
    assert.deepEqual(facts.ownNames, []);
  });
});
