import { strict as assert } from 'node:assert';
import { NameChecks } from '../../../src/host/context/nameChecks.ts';
import { UserError } from '../../../src/shared/errors.ts';

const never = new AbortController().signal;
const folder = 'file:///folder';

function setUp(answer: (signal: AbortSignal) => Promise<readonly string[] | undefined>, pid: number | null = 1) {
  const asked: unknown[] = [];
  const absentNames = (folderUri: string, names: readonly string[], signal: AbortSignal) => {
    asked.push([folderUri, names]);
    return answer(signal);
  };
  return { checks: new NameChecks({ absentNames, pid: pid ?? undefined }), asked };
}

/** As a worker that is busy: it answers nobody, and who leaves is let go. */
const busy = (signal: AbortSignal) =>
  new Promise<undefined>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('NameChecks', () => {
  it('ask the worker, where it runs and knows the language', async () => {
    const { checks, asked } = setUp(async () => ['b']);
    assert.deepEqual(await checks.absentNames(folder, 'typescript', ['a', 'b'], never), ['b']);
    assert.equal(await checks.absentNames(folder, 'plaintext', ['a', 'b'], never), undefined);
    assert.deepEqual(asked, [[folder, ['a', 'b']]]);
    const asleep = setUp(async () => ['b'], null);
    assert.equal(await asleep.checks.absentNames(folder, 'typescript', ['b'], never), undefined);
    assert.deepEqual(asleep.asked, []);
  });

  it('know nothing where the worker is busy, or has ended', async () => {
    assert.equal(await setUp(busy).checks.absentNames(folder, 'typescript', ['a'], never), undefined);
    const gone = setUp(async () => {
      throw new UserError('indexGone', 'The index worker has ended.');
    });
    assert.equal(await gone.checks.absentNames(folder, 'typescript', ['a'], never), undefined);
  });

  it('end with who has asked, and tell of bugs', async () => {
    const leaving = new AbortController();
    const asking = setUp(busy).checks.absentNames(folder, 'typescript', ['a'], leaving.signal);
    leaving.abort();
    await assert.rejects(asking, { name: 'CancelledError' });
    const broken = setUp(async () => {
      throw new RangeError('broken');
    });
    await assert.rejects(broken.checks.absentNames(folder, 'typescript', ['a'], never), RangeError);
  });
});
