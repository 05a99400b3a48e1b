import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Anchor } from '../../../src/core/completion/anchor.ts';
import { AnchoredPrompts } from '../../../src/core/completion/anchoredPrompts.ts';
import { WarmUps } from '../../../src/core/completion/warmUps.ts';
import { chooseFamily } from '../../../src/core/prompt/families.ts';
import type { EngineModel, GenerateCounts, GenerateRequest } from '../../../src/shared/engine.ts';
import { UserError } from '../../../src/shared/errors.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { type FakeAnswer, FakeEngine, fimModel, Gate } from '../../support/fakeEngine.ts';
import { repoContextOf } from '../../support/repoContextOf.ts';

const start = { uri: 'file:///a.ts', languageId: 'typescript', prefix: 'a();\nconst a = ', suffix: '\nb();\n' };

function setUp(
  answer: (request: GenerateRequest) => FakeAnswer | string = () => '',
  loadedModel: () => EngineModel | undefined = () => fimModel,
) {
  const engine = new FakeEngine(answer, fimModel);
  const clock = new FakeClock();
  const bugs: unknown[] = [];
  const counts: GenerateCounts[] = [];
  const prompts = new AnchoredPrompts();
  const evaluated: Anchor[] = [];
  const warmUps = new WarmUps({
    ...{ engine, clock, loadedModel },
    onCounts: (one) => counts.push(one),
    onInForce: (anchor) => evaluated.push(anchor),
    onBug: (error) => bugs.push(error),
  });
  /** @returns how often the engine was asked by then. */
  const rest = async (over: Partial<typeof start>, texts: readonly string[], isTyping = true): Promise<number> => {
    const place = { ...start, ...over };
    const context = texts.length === 0 ? undefined : repoContextOf(...texts);
    const promptFor = (model: EngineModel) =>
      prompts.promptAtRest({
        ...{ mode: chooseFamily(model), place, contextSizeTokens: model.contextSizeTokens, repo: context },
        keptPrompts: model.keptPrompts,
      });
    void warmUps.rest(place.uri, promptFor, isTyping);
    await settled();
    return engine.requests.length;
  };
  return { engine, clock, bugs, counts, evaluated, warmUps, rest };
}

/** All that has begun has come to its end, or to a gate. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
};

describe('WarmUps', () => {
  it('evaluate a prompt once for who types, and again where it begins otherwise', async () => {
    const { engine, rest } = setUp();
    assert.equal(await rest({}, ['a()']), 1);
    assert.equal(await rest({ prefix: 'a();\nconst a = b;\nc' }, ['a()']), 1);
    assert.equal(await rest({}, ['a()', 'b()']), 2);
    assert.equal(await rest({ suffix: '\nc();\n' }, ['a()', 'b()']), 3);
    assert.equal(await rest({ uri: 'file:///b.ts' }, []), 4);
    assert.ok(engine.requests.every(({ maxTokens, purpose }) => maxTokens === 0 && purpose === 'warmUp'));
    assert.ok(engine.requests.every((request) => !('context' in request) && !('anchor' in request)));
  });

  it('evaluate one prompt a document for who reads, where they stay', async () => {
    const { engine, clock, rest } = setUp();
    await rest({}, ['a()'], false);
    clock.advance(1_000);
    await rest({ uri: 'file:///b.ts' }, ['b()'], false);
    clock.advance(10_000);
    await settled();
    await rest({ uri: 'file:///b.ts' }, ['c()'], false);
    clock.advance(10_000);
    await settled();
    assert.equal(engine.requests.length, 1);
    assert.ok(engine.requests[0]?.segments.some(({ text }) => text.includes('b()')));
  });

  it('evaluate a prompt anew where the engine has lost it', async () => {
    let isDown = true;
    const { rest, warmUps } = setUp(() => {
      if (isDown) throw new UserError('engineGone', 'The engine has ended.');
      return '';
    });
    assert.equal(await rest({}, ['a()']), 1);
    isDown = false;
    assert.equal(await rest({}, ['a()']), 2);
    assert.equal(await rest({}, ['a()']), 2);
    warmUps.forget();
    assert.equal(await rest({}, ['a()']), 3);
  });

  it('do nothing where there is no model', async () => {
    const { rest } = setUp(undefined, () => undefined);
    assert.equal(await rest({}, ['a()']), 0);
  });

  it('tell what a prompt has cost, where the model is still the one that has read it', async () => {
    let model = fimModel;
    const { counts, rest } = setUp(undefined, () => model);
    await rest({}, ['a()']);
    assert.equal(counts.length, 1);
    assert.ok(counts[0] !== undefined && counts[0].evaluatedTokens > 0);
    const asked = rest({}, ['b()']);
    model = { ...fimModel, path: '/another.gguf' };
    await asked;
    assert.equal(counts.length, 1);
  });

  it('end for a completion, and for the next prompt', async () => {
    const gate = new Gate();
    const { engine, bugs, clock, evaluated, warmUps, rest } = setUp(() => ({
      ...{ deltas: ['x'], gates: new Map([[0, gate]]) },
    }));
    await rest({}, ['a()']);
    await rest({}, ['b()']);
    assert.equal(engine.aborted, 1);
    warmUps.end();
    await settled();
    assert.equal(engine.aborted, 2);
    assert.deepEqual(bugs, []);
    await rest({ uri: 'file:///b.ts' }, ['b()'], false);
    warmUps.end();
    clock.advance(10_000);
    await settled();
    assert.equal(engine.requests.length, 2);
    assert.deepEqual(evaluated, []);
  });

  it('tell which anchor has a prompt that is evaluated', async () => {
    const { engine, evaluated, rest } = setUp();
    await rest({}, ['a()']);
    await rest({ uri: 'file:///b.ts' }, []);
    assert.deepEqual(
      evaluated.map(({ uri }) => uri),
      [start.uri, 'file:///b.ts'],
    );
    assert.equal(engine.requests.length, 2);
  });

  it('evaluate a prompt in the place of the one before it where the engine has no other for it', async () => {
    const nothingToSpare = new UserError('nothingToSpare', 'Other windows have the rest.');
    const refusing = ({ sparesNewest }: GenerateRequest) =>
      sparesNewest ? { deltas: [], failure: { at: 0, error: nothingToSpare } } : '';
    const { bugs, counts, engine, evaluated, rest } = setUp(refusing, () => ({ ...fimModel, keptPrompts: 2 }));
    await rest({}, ['a()']);
    await rest({}, ['b()']);
    assert.deepEqual(
      engine.requests.map(({ sparesNewest }) => sparesNewest),
      [undefined, true, undefined],
    );
    assert.deepEqual(engine.requests.at(-1)?.segments, engine.requests.at(-2)?.segments);
    assert.equal(counts.length, 2);
    // Before it is evaluated: who types on by then pays for what is missing, not for the old one.
    assert.deepEqual(
      evaluated.map(({ repo }) => repo?.snippets.map(({ text }) => text)),
      [['a()'], ['b()'], ['b()']],
    );
    assert.deepEqual(bugs, []);
  });

  it('leave failures that a completion would have too to it, and tell of bugs', async () => {
    const bugsOf = async (error: Error) => {
      const { rest, bugs } = setUp(() => ({ deltas: [], failure: { at: 0, error } }));
      await rest({}, ['a()']);
      return bugs.length;
    };
    assert.equal(await bugsOf(new UserError('engineGone', 'The engine has ended.')), 0);
    assert.equal(await bugsOf(new TypeError('x')), 1);
  });
});
