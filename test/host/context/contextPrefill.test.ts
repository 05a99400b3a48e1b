import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RepoContext } from '../../../src/core/context/snippet.ts';
import { ContextPrefill } from '../../../src/host/context/contextPrefill.ts';
import type { EngineModel, GenerateCounts } from '../../../src/shared/engine.ts';
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

function setUp(answer: () => FakeAnswer | string = () => '', model: () => EngineModel | undefined = () => prefixModel) {
  const engine = new FakeEngine(answer);
  const bugs: unknown[] = [];
  const counts: GenerateCounts[] = [];
  const prefill = new ContextPrefill({
    engine,
    model,
    onCounts: (one) => counts.push(one),
    onBug: (error) => bugs.push(error),
  });
  return { engine, bugs, counts, prefill };
}

/** All that has begun has come to its end, or to a gate. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
};

describe('ContextPrefill', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('evaluates a context once for who types, and another one again', async () => {
    const { engine, prefill } = setUp();
    const evaluated = async (over: Partial<typeof place>, ...texts: readonly string[]) => {
      prefill.rest({ ...place, ...over }, repo(...texts), true);
      await settled();
      return engine.requests.length;
    };
    assert.equal(await evaluated({}, 'a()'), 1);
    assert.equal(await evaluated({ prefix: 'const a = b' }, 'a()'), 1);
    assert.equal(await evaluated({}, 'a()', 'b()'), 2);
    assert.equal(await evaluated({ uri: 'file:///b.ts' }, 'a()', 'b()'), 3);
    assert.ok(engine.requests.every(({ maxTokens }) => maxTokens === 0));
  });

  it('evaluates one context a document for who reads, where they stay', async () => {
    const { engine, prefill } = setUp();
    prefill.rest(place, repo('a()'), false);
    mock.timers.tick(1_000);
    prefill.rest({ ...place, uri: 'file:///b.ts' }, repo('b()'), false);
    mock.timers.tick(10_000);
    prefill.rest({ ...place, uri: 'file:///b.ts' }, repo('c()'), false);
    mock.timers.tick(10_000);
    await settled();
    assert.equal(engine.requests.length, 1);
    assert.ok(engine.requests[0]?.segments.some(({ text }) => text.includes('b()')));
  });

  it('evaluates a context anew where the engine has lost it', async () => {
    let isDown = true;
    const { engine, prefill } = setUp(() => {
      if (isDown) throw new UserError('engineGone', 'The engine has ended.');
      return '';
    });
    const begun = async () => {
      prefill.rest(place, repo('a()'), true);
      await settled();
      return engine.requests.length;
    };
    assert.equal(await begun(), 1);
    isDown = false;
    assert.equal(await begun(), 2);
    assert.equal(await begun(), 2);
    prefill.forget();
    assert.equal(await begun(), 3);
  });

  it('does nothing where there is no model, or nothing to know', async () => {
    const awake = setUp();
    awake.prefill.rest(place, repo(), true);
    const asleep = setUp(undefined, () => undefined);
    asleep.prefill.rest(place, repo('a()'), true);
    await settled();
    assert.equal(awake.engine.requests.length + asleep.engine.requests.length, 0);
  });

  it('tells what a context has cost, where the model is still the one that has read it', async () => {
    let model = prefixModel;
    const { counts, prefill } = setUp(undefined, () => model);
    prefill.rest(place, repo('a()'), true);
    await settled();
    assert.equal(counts.length, 1);
    assert.ok(counts[0] !== undefined && counts[0].evaluatedTokens > 0);
    prefill.rest(place, repo('b()'), true);
    model = { ...prefixModel, path: '/another.gguf' };
    await settled();
    assert.equal(counts.length, 1);
  });

  it('ends for a completion, and for the next context', async () => {
    const gate = new Gate();
    const { engine, bugs, prefill } = setUp(() => ({ deltas: ['x'], gates: new Map([[0, gate]]) }));
    prefill.rest(place, repo('a()'), true);
    await settled();
    prefill.rest(place, repo('b()'), true);
    await settled();
    assert.equal(engine.aborted, 1);
    prefill.end();
    await settled();
    assert.equal(engine.aborted, 2);
    assert.deepEqual(bugs, []);
    prefill.rest({ ...place, uri: 'file:///b.ts' }, repo('b()'), false);
    prefill.end();
    mock.timers.tick(10_000);
    await settled();
    assert.equal(engine.requests.length, 2);
  });

  it('leaves failures that a completion would have too to it, and tells of bugs', async () => {
    const bugsOf = async (error: Error) => {
      const { prefill, bugs } = setUp(() => ({ deltas: [], failure: { at: 0, error } }));
      prefill.rest(place, repo('a()'), true);
      await settled();
      return bugs.length;
    };
    assert.equal(await bugsOf(new UserError('engineGone', 'The engine has ended.')), 0);
    assert.equal(await bugsOf(new TypeError('x')), 1);
  });
});
