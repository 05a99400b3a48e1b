import { strict as assert } from 'node:assert';
import { replaceMessage } from '../../../src/host/refactor/replaceMessage.ts';

describe('a message in a box', () => {
  /** @param onOffer what happens while it is offered to undo. */
  const run = async (typed: string, onOffer: (box: { value: string }) => boolean = () => assert.fail('offered')) => {
    const box = { value: typed };
    const handedOut: string[] = [];
    let shown = '';
    await replaceMessage(
      box,
      'Add a pump',
      {
        offerUndo: async () => onOffer(box),
        handOut: async (words) => void handedOut.push(words),
      },
      async () => {
        shown = box.value;
      },
    );
    assert.equal(shown, 'Add a pump');
    return { value: box.value, handedOut };
  };

  it('is just there where nothing was typed, or the same', async () => {
    for (const typed of ['', ' \n', 'Add a pump\n'])
      assert.deepEqual(await run(typed), { value: 'Add a pump', handedOut: [] });
  });

  it('stays where nobody wants the typed words back', async () => {
    assert.deepEqual(await run('my words', () => false), { value: 'Add a pump', handedOut: [] });
  });

  it('gives way to the typed words', async () => {
    assert.deepEqual(await run('my words', () => true), { value: 'my words', handedOut: [] });
  });

  it('that was edited meanwhile stays, and the typed words are handed out', async () => {
    const edited = (box: { value: string }) => {
      box.value += ', and a valve';
      return true;
    };
    assert.deepEqual(await run('my words', edited), { value: 'Add a pump, and a valve', handedOut: ['my words'] });
  });
});
