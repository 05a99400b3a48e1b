import { strict as assert } from 'node:assert';
import { ComposerModel } from '../../media/state/composerModel.ts';

describe('a command that is put into the input', () => {
  const textAfter = (draft: string): string => {
    const composer = new ComposerModel({ getState: () => undefined, setState: () => {} });
    composer.setText(draft);
    composer.putInFront('/explain ');
    return composer.state.text;
  };

  it('stands in front of what the user was writing', () => {
    assert.equal(textAfter(''), '/explain ');
    assert.equal(textAfter('why is this\nso slow?'), '/explain why is this\nso slow?');
    assert.equal(textAfter('/usr/bin is what?'), '/explain /usr/bin is what?');
  });

  it('takes the place of a command that stands there already', () => {
    assert.equal(textAfter('/fix '), '/explain ');
    assert.equal(textAfter(' /fix the loop'), '/explain the loop');
  });
});
