import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Urgency } from '../../native/scheduling/chooseTurn.ts';
import { type SequenceLease, SequencePool } from '../../native/sequences/sequencePool.ts';

/** A sequence whose cache holds `text`, a token a letter. */
function sequence(text: string): LlamaContextSequence {
  const tokens = tokensOf(text);
  const compareContextTokens = (other: readonly Token[]) => {
    const different = tokens.findIndex((token, index) => token !== other[index]);
    return { firstDifferentIndex: different === -1 ? tokens.length : different };
  };
  return {
    nextTokenIndex: tokens.length,
    compareContextTokens,
    model: { fileInsights: {} },
  } as unknown as LlamaContextSequence;
}

const tokensOf = (text: string): Token[] => Array.from(text, (letter) => letter.charCodeAt(0) as Token);

function setUp(...texts: readonly string[]) {
  const sequences = texts.map(sequence);
  const pool = new SequencePool(sequences);
  const ask = (text: string, urgency: Urgency = 2, sparesNewest = false, window?: AbortSignal) => {
    const [abort, stop] = [new AbortController(), new AbortController()];
    const request = {
      ...{ prompt: tokensOf(text), urgency, sparesNewest, window, signal: abort.signal, stopSignal: stop.signal },
    };
    const asked: { lease?: SequenceLease; abort: AbortController; lent: Promise<SequenceLease> } = {
      abort,
      lent: pool.acquire(request),
    };
    asked.lent.then(
      (lease) => {
        asked.lease = lease;
      },
      () => {},
    );
    return asked;
  };
  return { sequences, ask, pool };
}

describe('SequencePool', () => {
  it('lends the sequence that shares most', async () => {
    const { sequences, ask } = setUp('abcdef', 'uvwxyz');
    assert.equal((await ask('uvwxyz!').lent).sequence, sequences[1]);
    assert.equal((await ask('abcdef!').lent).sequence, sequences[0]);
  });

  it('does not cut a warm cache down for a few tokens in common', async () => {
    const { sequences, ask } = setUp('', 'import one from one');
    assert.equal((await ask('import two of another kind').lent).sequence, sequences[0]);
  });

  it('leaves the newest sequence as it is where that is wished, and goes on in the other one', async () => {
    const { sequences, ask } = setUp('abcdef', 'uvwxyz');
    const use = async (...asked: Parameters<typeof ask>) => {
      const { sequence: lent, release } = await ask(...asked).lent;
      release();
      return sequences.indexOf(lent);
    };
    assert.equal(await use('abcdef!'), 0);
    assert.equal(await use('abcdeg', 0, true), 1);
    // Interrupted or not: somebody types on in the first one, or has not yet.
    assert.equal(await use('abcdeh', 0, true), 1);
    assert.equal(await use('uvwxyz!'), 1);
    assert.equal(await use('uvwxyz?', 0, true), 0);
  });

  it('leaves the sequence as it is that somebody has just begun with', async () => {
    const { sequences, ask } = setUp('abcdef', 'uvwxyz');
    (await ask('uvwxyz!').lent).release();
    const ending = ask('abcdef!');
    const { release } = await ending.lent;
    ending.abort.abort();
    assert.equal((await ask('abcdeg', 0, true).lent).sequence, sequences[1]);
    release();
  });

  it('takes from no window what that goes on with, its own newest included, as long as the window is there', async () => {
    const { sequences, ask } = setUp('', '');
    const [a, b] = [new AbortController(), new AbortController()];
    const use = async (...asked: Parameters<typeof ask>) => {
      const { sequence: lent, release } = await ask(...asked).lent;
      release();
      return sequences.indexOf(lent);
    };
    assert.equal(await use('in b', 2, false, b.signal), 0);
    assert.equal(await use('a', 2, false, a.signal), 1);
    await assert.rejects(ask('b, elsewhere', 0, true, b.signal).lent, { code: 'nothingToSpare' });
    await assert.rejects(ask('a, elsewhere', 0, true, a.signal).lent, { code: 'nothingToSpare' });
    // Then in the place of its own, though the other one was left longer ago.
    assert.equal(await use('a, elsewhere', 0, false, a.signal), 1);
    assert.equal(await use('b, elsewhere', 0, false, b.signal), 0);
    assert.equal(await use('a third window', 0, false, new AbortController().signal), 1);
    b.abort();
    assert.equal(await use('a, elsewhere', 0, true, a.signal), 0);
    assert.equal(await use('a, there', 0, true, a.signal), 0);
  });

  it('keeps nobody from the sequences whose caches have been cleared', async () => {
    const { ask, pool } = setUp('', '');
    const windows = [new AbortController().signal, new AbortController().signal];
    for (const window of windows) (await ask('text', 2, false, window).lent).release();
    for (const { release } of await pool.leaseIdle(new AbortController().signal)) release();
    for (const window of windows) (await ask('text', 0, true, window).lent).release();
  });

  it('has nothing to spare where there is one sequence', async () => {
    const { sequences, ask } = setUp('abcdef');
    assert.equal((await ask('xyz', 0, true).lent).sequence, sequences[0]);
  });

  it('waits for the cache of a request that was cancelled rather than start cold', async () => {
    const { sequences, ask } = setUp('abcdef', '');
    const first = ask('abcdef1');
    await first.lent;
    first.abort.abort();
    const second = ask('abcdef2');
    await nextTurn();
    assert.equal(second.lease, undefined);
    first.lease?.release();
    assert.equal((await second.lent).sequence, sequences[0]);
  });

  it('keeps nobody else waiting for that', async () => {
    const { sequences, ask } = setUp('abcdef', '');
    const first = ask('abcdef1');
    await first.lent;
    first.abort.abort();
    const second = ask('abcdef2');
    assert.equal((await ask('something else').lent).sequence, sequences[1]);
    assert.equal(second.lease, undefined);
  });

  it('lets the most urgent of those who wait go first, and forgets who has left', async () => {
    const { ask } = setUp('');
    const holder = ask('a');
    const { release } = await holder.lent;
    const [background, left, completion] = [ask('b', 0), ask('c', 2), ask('d', 2)];
    left.abort.abort();
    await assert.rejects(left.lent, { name: 'CancelledError' });
    release();
    await nextTurn();
    assert.ok(completion.lease !== undefined && background.lease === undefined);
    completion.lease.release();
    await background.lent;
  });

  it('leaves one of several sequences to those along with whom somebody reads', async () => {
    const { ask } = setUp('', '');
    const first = ask('a', 0);
    await first.lent;
    const second = ask('b', 0);
    await nextTurn();
    assert.equal(second.lease, undefined);
    await ask('c', 1).lent;
    first.lease?.release();
    await second.lent;
  });

  it('lends all that is idle, and what is about to be, to who clears it', async () => {
    const { sequences, ask, pool } = setUp('abc', 'def', 'ghi');
    const [ending, going] = [ask('abc1'), ask('def1')];
    const { release } = await ending.lent;
    await going.lent;
    ending.abort.abort();
    let leases: readonly SequenceLease[] = [];
    void pool.leaseIdle(new AbortController().signal).then((lent) => {
      leases = lent;
    });
    await nextTurn();
    assert.equal(leases.length, 0);
    release();
    await nextTurn();
    assert.deepEqual(new Set(leases.map(({ sequence: lent }) => lent)), new Set([sequences[0], sequences[2]]));
    const next = ask('abc2');
    await nextTurn();
    assert.equal(next.lease, undefined);
    for (const lease of leases) lease.release();
    await next.lent;
  });

  it('asks work in the background to give way where there is one sequence only', async () => {
    const { ask } = setUp('');
    const [background, other] = [ask('a', 0), ask('b', 0)];
    const { wanted, release } = await background.lent;
    assert.ok(!wanted.aborted);
    const chat = ask('c', 1);
    assert.ok(wanted.aborted);
    release();
    await chat.lent;
    assert.equal(other.lease, undefined);
    chat.lease?.release();
    await other.lent;
  });
});
