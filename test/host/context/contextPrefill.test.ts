import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RepoContext } from '../../../src/core/context/snippet.ts';
import { ContextPrefill } from '../../../src/host/context/contextPrefill.ts';
import type { EngineModel } from '../../../src/shared/engine.ts';
import { UserError } from '../../../src/shared/errors.ts';
import { type FakeAnswer, FakeEngine, Gate, prefixModel } from '../../support/fakeEngine.ts';

const place = { uri: 'file:///a.ts', languageId: 'typescript', prefix: 'const a = ', suffix: '' };
const repo = (...texts: readonly string[]): RepoContext => ({
  repoName: 'shop',
  path: 'a.ts',
  snippets: texts.map((text) => ({
    ...{ path: 'sum.ts', languageId: 'typescript', lines: { start: 0, end: 1 }, text, kind: 'definition' },
    ...{ reason: 'imported', score: 1, tokens: 8 },
  })),
});

function setUp(answer: () => FakeAnswer | string = () => '', model: EngineModel | undefined = prefixModel) {
  const engine = new FakeEngine(answer);
  const bugs: unknown[] = [];
  const prefill = new ContextPrefill({ engine, model: () => model, onBug: (error) => bugs.push(error) });
  return { engine, bugs, prefill };
}

describe('ContextPrefill', () => {
  it('evaluates a context once, and another one again', async () => {
    const { engine, prefill } = setUp();
    await prefill.begin(place, repo('a()'));
    await prefill.begin({ ...place, prefix: 'const a = b' }, repo('a()'));
    assert.equal(engine.requests.length, 1);
    await prefill.begin(place, repo('a()', 'b()'));
    await prefill.begin({ ...place, uri: 'file:///b.ts' }, repo('a()', 'b()'));
    assert.equal(engine.requests.length, 3);
    assert.ok(engine.requests.every(({ maxTokens }) => maxTokens === 0));
  });

  it('does nothing where there is no model, or nothing to know', async () => {
    const { engine, prefill } = setUp();
    await prefill.begin(place, repo());
    assert.equal(engine.requests.length, 0);
    const asleep = new ContextPrefill({ engine, model: () => undefined, onBug: () => {} });
    await asleep.begin(place, repo('a()'));
    assert.equal(engine.requests.length, 0);
  });

  it('ends for a completion, and for the next context', async () => {
    const gate = new Gate();
    const { engine, bugs, prefill } = setUp(() => ({ deltas: ['x'], gates: new Map([[0, gate]]) }));
    const running = [prefill.begin(place, repo('a()')), prefill.begin(place, repo('b()'))];
    await nextTurn();
    assert.equal(engine.aborted, 1);
    prefill.end();
    await Promise.all(running);
    assert.equal(engine.aborted, 2);
    assert.deepEqual(bugs, []);
  });

  it('leaves failures that a completion would have too to it, and tells of bugs', async () => {
    const failing = (error: Error) => setUp(() => ({ deltas: [], failure: { at: 0, error } }));
    const expected = failing(new UserError('engineGone', 'The engine has ended.'));
    await expected.prefill.begin(place, repo('a()'));
    assert.deepEqual(expected.bugs, []);
    const bug = failing(new TypeError('x'));
    await bug.prefill.begin(place, repo('a()'));
    assert.equal(bug.bugs.length, 1);
  });
});
