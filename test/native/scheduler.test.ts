import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { NativeCalls } from '../../native/model/nativeCalls.ts';
import { Scheduler, type Turns } from '../../native/scheduling/scheduler.ts';
import { never } from '../support/engineFixture.ts';
import { Gate } from '../support/fakeEngine.ts';

/** A scheduler whose calls are named, last until they are let go, and are written down. */
function setUp() {
  const scheduler = new Scheduler(new NativeCalls());
  const log: string[] = [];
  const gates = new Map<string, Gate>();
  const call = (turns: Turns, name: string) => {
    const gate = new Gate();
    gates.set(name, gate);
    return turns.take(async () => {
      log.push(name);
      await gate.opened;
    });
  };
  const end = async (name: string) => {
    gates.get(name)?.open();
    await nextTurn();
    await nextTurn();
  };
  return { scheduler, log, call, end };
}

describe('Scheduler', () => {
  it('makes one call at a time, the most urgent of those that wait first', async () => {
    const { scheduler, log, call, end } = setUp();
    const [background, chat, completion] = (['background', 'chat', 'completion'] as const).map((purpose) =>
      scheduler.enter(purpose, never),
    ) as [Turns, Turns, Turns];
    void call(chat, 'chat 1');
    void call(background, 'background');
    void call(completion, 'completion');
    await nextTurn();
    assert.deepEqual(log, ['chat 1']);
    await end('chat 1');
    assert.deepEqual(log, ['chat 1', 'completion']);
    await end('completion');
    assert.deepEqual(log, ['chat 1', 'completion', 'background']);
  });

  it('waits for the next call of who has just had one, where others wait', async () => {
    const { scheduler, log, call, end } = setUp();
    const [chat, completion] = [scheduler.enter('chat', never), scheduler.enter('completion', never)];
    completion.onFirstToken();
    const tokens = (async () => {
      for (const name of ['token 1', 'token 2', 'token 3']) await call(completion, name);
    })();
    void call(chat, 'chat');
    for (const name of ['token 1', 'token 2', 'token 3']) await end(name);
    await tokens;
    assert.deepEqual(log, ['token 1', 'token 2', 'token 3', 'chat']);
  });

  it('lets who is aborted leave while it waits, and makes no call for it', async () => {
    const { scheduler, log, call, end } = setUp();
    const abort = new AbortController();
    void call(scheduler.enter('chat', never), 'chat');
    const left = call(scheduler.enter('completion', abort.signal), 'left');
    abort.abort();
    await assert.rejects(left, { name: 'CancelledError' });
    await end('chat');
    const last = call(scheduler.enter('chat', never), 'last');
    await end('last');
    await last;
    assert.deepEqual(log, ['chat', 'last']);
  });

  it('tells what a request has waited for turns of others, and not what its own took', async () => {
    const { scheduler, call, end } = setUp();
    const [chat, completion] = [scheduler.enter('chat', never), scheduler.enter('completion', never)];
    void call(chat, 'chat');
    const askedAtMs = performance.now();
    let begunAtMs = 0;
    const own = completion.take(async () => {
      begunAtMs = performance.now();
      await sleep(5);
    });
    const waitsAtMs = performance.now();
    await sleep(5);
    const letGoAtMs = performance.now();
    await end('chat');
    await own;
    assert.ok(completion.waitedMs() >= letGoAtMs - waitsAtMs);
    assert.ok(completion.waitedMs() <= begunAtMs - askedAtMs);
  });

  it('goes on after a call that failed', async () => {
    const { scheduler, log, call, end } = setUp();
    const turns = scheduler.enter('chat', never);
    const failing = turns.take(() => Promise.reject(new Error('failed')));
    const next = call(scheduler.enter('chat', never), 'next');
    await assert.rejects(failing, /failed/);
    await end('next');
    await next;
    assert.deepEqual(log, ['next']);
  });

  it('makes no call for a request that was aborted before', async () => {
    const { scheduler, log, call } = setUp();
    await assert.rejects(call(scheduler.enter('chat', AbortSignal.abort()), 'none'), { name: 'CancelledError' });
    assert.deepEqual(log, []);
  });
});
