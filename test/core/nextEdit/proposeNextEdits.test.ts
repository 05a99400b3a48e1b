import { strict as assert } from 'node:assert';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import { editByHand, withProposals } from '../../support/handEdits.ts';
import { nextEditCases } from '../../support/nextEditCases.ts';

describe('next edits', () => {
  for (const { languageId, title, marked, after } of nextEditCases) {
    it(`${languageId}: ${title}`, () => {
      const history = editByHand(marked);
      const proposed = proposeNextEdits(history, languageId);
      assert.equal(withProposals(history.text, proposed), after);
    });
  }

  it('are tried in at least forty cases, of which about half propose nothing', () => {
    const silent = nextEditCases.filter(({ after }) => after === undefined).length;
    assert.ok(nextEditCases.length >= 40 && silent >= nextEditCases.length / 3, `${silent} of ${nextEditCases.length}`);
  });
});
