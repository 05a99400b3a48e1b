import { strict as assert } from 'node:assert';
import { ComposerModel } from '../../media/state/composerModel.ts';

describe('a command that is put into the input', () => {
  const after = (draft: string): string => {
    const composer = new ComposerModel({ getState: () => undefined, setState: () => {} });
    composer.setText(draft);
    composer.putInFront('/explain ');
    return composer.state.text;
  };

  it('stands in front of what the user was writing', () => {
    assert.equal(after(''), '/explain ');
    assert.equal(after('why is this\nso slow?'), '/explain why is this\nso slow?');
    assert.equal(after('/usr/bin is what?'), '/explain /usr/bin is what?');
  });

  it('takes the place of a command that stands there already', () => {
    assert.equal(after('/fix '), '/explain ');
    assert.equal(after(' /fix the loop'), '/explain the loop');
  });
});
