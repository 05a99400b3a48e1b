import { strict as assert } from 'node:assert';
import { ComposerModel } from '../../media/state/composerModel.ts';

describe('a command that is put into the input', () => {
  const textAfter = (draft: string, text = '/explain '): string => {
    const composer = new ComposerModel({ getState: () => undefined, setState: () => {} });
    composer.setText(draft);
    composer.putInFront(text);
    return composer.state.text;
  };

  it('stands in front of what the user was writing', () => {
    assert.equal(textAfter(''), '/explain ');
    assert.equal(textAfter('why is this\nso slow?'), '/explain why is this\nso slow?');
    assert.equal(textAfter('/usr/bin is what?'), '/explain /usr/bin is what?');
    assert.equal(textAfter('/tmp is full'), '/explain /tmp is full');
  });

  it('takes the place of a command that stands there already', () => {
    assert.equal(textAfter('/fix '), '/explain ');
    assert.equal(textAfter(' /fix the loop'), '/explain the loop');
    assert.equal(textAfter('/Fix\nthe loop'), '/explain the loop');
  });

  it('does not stand there twice', () => {
    assert.equal(textAfter('Where is the loop?', 'Where is '), 'Where is the loop?');
  });
});
