import { strict as assert } from 'node:assert';
import { InsertionChecks } from '../../../src/host/context/insertionChecks.ts';
import { UserError } from '../../../src/shared/errors.ts';

const never = new AbortController().signal;
const query = { languageId: 'typescript', text: '', range: { start: 0, end: 0 }, variants: ['a();'] };

function setUp(answer: (signal: AbortSignal) => Promise<number | undefined>, pid: number | null = 1) {
  const errors: unknown[] = [];
  let asked = 0;
  const firstParsing = (_: unknown, signal: AbortSignal) => {
    asked += 1;
    return answer(signal);
  };
  const checks = new InsertionChecks(
    { firstParsing, pid: pid ?? undefined },
    { error: (error) => void errors.push(error) },
  );
  return { checks, errors, asked: () => asked };
}

/** As a worker that is busy: it answers nobody, and who leaves is let go. */
const busy = (signal: AbortSignal) =>
  new Promise<undefined>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('InsertionChecks', () => {
  it('ask the worker, where it runs and knows the language', async () => {
    const { checks, asked } = setUp(async () => 0);
    assert.equal(await checks.firstParsing(query, never), 0);
    assert.equal(await checks.firstParsing({ ...query, languageId: 'plaintext' }, never), undefined);
    assert.equal(asked(), 1);
    const asleep = setUp(async () => 0, null);
    assert.equal(await asleep.checks.firstParsing(query, never), undefined);
    assert.equal(asleep.asked(), 0);
  });

  it('wait for a busy worker no longer than somebody at the cursor does, however often', async () => {
    const { checks, asked, errors } = setUp(busy);
    for (let time = 0; time < 3; time++) assert.equal(await checks.firstParsing(query, never), undefined);
    assert.deepEqual([asked(), errors], [3, []]);
  });

  it('end with who has asked', async () => {
    const leaving = new AbortController();
    const asking = setUp(busy).checks.firstParsing(query, leaving.signal);
    leaving.abort();
    await assert.rejects(asking, { name: 'CancelledError' });
  });

  it('are given up for a language under which the worker ends twice in a row, and for no other', async () => {
    const { checks, asked, errors } = setUp(async () => {
      throw new UserError('indexGone', 'The index worker has ended.');
    });
    for (let time = 0; time < 4; time++) assert.equal(await checks.firstParsing(query, never), undefined);
    assert.deepEqual([asked(), errors.length], [2, 2]);
    await checks.firstParsing({ ...query, languageId: 'python' }, never);
    assert.equal(asked(), 3);
  });
});
