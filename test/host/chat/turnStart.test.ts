import { strict as assert } from 'node:assert';
import { TurnStart } from '../../../src/host/chat/turnStart.ts';

describe('the start of a turn', () => {
  const begin = () => {
    const session: { streamingId: string | undefined } = { streamingId: 'earlier' };
    const bugs: unknown[] = [];
    const starts = new TurnStart(
      () => session,
      (error) => bugs.push(error),
    );
    return { session, bugs, starts };
  };

  it('is when another answer is being written, not at its end', async () => {
    const { session, bugs, starts } = begin();
    let fail = (_: Error) => {};
    const started = starts.begin(() => new Promise((_, reject) => (fail = reject)));
    let isStarted = false;
    void started.then(() => (isStarted = true));
    starts.sessionChanged();
    await new Promise(setImmediate);
    assert.equal(isStarted, false, 'the earlier answer was taken for it');
    session.streamingId = 'this';
    starts.sessionChanged();
    await started;
    // What is wrong with an answer is told by itself, but for a bug.
    const bug = new TypeError('x');
    fail(bug);
    await new Promise(setImmediate);
    assert.deepEqual(bugs, [bug]);
  });

  it('rejects where it can not begin, and is over where nothing is to be written', async () => {
    const { bugs, starts } = begin();
    await assert.rejects(
      starts.begin(() => Promise.reject(new Error('empty'))),
      /empty/,
    );
    await starts.begin(async () => {});
    assert.deepEqual(bugs, []);
  });
});
