import { strict as assert } from 'node:assert';
import { SaveQueue } from '../../../src/host/chat/store/saveQueue.ts';
import type { Conversation } from '../../../src/shared/conversation.ts';
import { UserError } from '../../../src/shared/errors.ts';

describe('saving in the background', () => {
  /** A disk that takes what it is given, one moment of waiting at a time. */
  function fixture() {
    const saved: { readonly title: string; readonly isDurable: boolean }[] = [];
    const problems: string[] = [];
    const pauses: (() => void)[] = [];
    let failure: Error | undefined;
    const queue = new SaveQueue({
      save: async ({ title }, isDurable) => {
        if (failure !== undefined) throw failure;
        saved.push({ title, isDurable });
      },
      sleep: (_ms, signal) =>
        new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
          pauses.push(resolve);
        }),
      onProblem: (sentence) => problems.push(sentence),
    });
    return {
      ...{ queue, saved, problems },
      fail: (code: string | undefined) => {
        failure = code === undefined ? undefined : Object.assign(new Error(`${code}: it failed`), { code });
      },
      /** The pause ends. */
      second: async () => {
        pauses.shift()?.();
        await settled();
      },
    };
  }

  it('writes the first change at once, and of those in the next second the newest', async () => {
    const { queue, saved, second } = fixture();
    queue.add(titled('one'));
    await settled();
    queue.add(titled('two'));
    queue.add(titled('three'));
    await settled();
    assert.deepEqual(
      saved.map(({ title }) => title),
      ['one'],
    );
    await second();
    assert.deepEqual(
      saved.map(({ title }) => title),
      ['one', 'three'],
    );
    await second();
    await second();
    assert.equal(saved.length, 2);
  });

  it('is at the mercy of the power only while an answer is being written', async () => {
    const { queue, saved, second } = fixture();
    queue.add(titled('begun', 'streaming'));
    await settled();
    queue.add(titled('done', 'complete'));
    await second();
    assert.deepEqual(saved, [
      { title: 'begun', isDurable: false },
      { title: 'done', isDurable: true },
    ]);
  });

  it('writes what waits when the window closes', async () => {
    const { queue, saved } = fixture();
    queue.add(titled('one'));
    await settled();
    queue.add(titled('two'));
    await queue.flush();
    assert.deepEqual(
      saved.map(({ title }) => title),
      ['one', 'two'],
    );
  });

  it('says once that the disk is full, and has everything when there is room again', async () => {
    const { queue, saved, problems, fail, second } = fixture();
    fail('ENOSPC');
    for (const title of ['one', 'two', 'three']) {
      queue.add(titled(title));
      await settled();
      await second();
    }
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /"one" could not be saved, since the disk is full\. It is kept in this window/);
    fail(undefined);
    await queue.flush();
    assert.deepEqual(
      saved.map(({ title }) => title),
      ['three'],
    );
    fail('EACCES');
    queue.add(titled('four'));
    await settled();
    assert.equal(problems.length, 2);
  });

  it('says what a user can do, where that is known', async () => {
    const problems: string[] = [];
    const queue = new SaveQueue({
      save: async () => {
        throw new UserError('inputInvalid', 'A newer Leeward has written it. Update Leeward.');
      },
      sleep: async () => {},
      onProblem: (sentence) => problems.push(sentence),
    });
    queue.add(titled('one'));
    await queue.flush();
    assert.deepEqual(problems, [
      'The conversation "one" could not be saved. A newer Leeward has written it. Update Leeward. It is kept in this window, and saved with the next change.',
    ]);
  });

  it('never writes a conversation twice at the same time, though it failed before, and is changed while all is written', async () => {
    let [writing, most] = [0, 0];
    const ends: (() => void)[] = [];
    const titles: string[] = [];
    const queue = new SaveQueue({
      save: async ({ title }) => {
        writing += 1;
        most = Math.max(most, writing);
        await new Promise<void>((resolve) => ends.push(resolve));
        writing -= 1;
        if (title === 'fails' && titles.length === 0) {
          titles.push(title);
          throw new Error('once');
        }
        titles.push(title);
      },
      sleep: async () => {},
      onProblem: () => {},
    });
    queue.add(titled('fails'));
    await settled();
    ends.shift()?.();
    await settled();
    const flushed = queue.flush();
    await settled();
    queue.add(titled('changed'));
    for (let round = 0; round < 5; round++) {
      await settled();
      for (const end of ends.splice(0)) end();
    }
    await flushed;
    assert.equal(most, 1);
    assert.deepEqual(titles, ['fails', 'fails', 'changed']);
  });

  it('writes nothing of what was deleted', async () => {
    const { queue, saved } = fixture();
    queue.add(titled('one'));
    await settled();
    queue.add(titled('two'));
    await queue.forget('id');
    await queue.flush();
    assert.deepEqual(
      saved.map(({ title }) => title),
      ['one'],
    );
  });
});

function titled(title: string, status: 'streaming' | 'complete' = 'complete'): Conversation {
  return {
    ...{ id: 'id', title, createdAtMs: 0, updatedAtMs: 0 },
    messages: [{ id: 'answer', role: 'assistant', createdAtMs: 0, text: '', status, modelName: 'model' }],
  };
}

/** All that can go on without waiting has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
