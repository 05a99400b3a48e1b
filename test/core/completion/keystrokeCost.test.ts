import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { Completer } from '../../../src/core/completion/completer.ts';
import type { Place } from '../../../src/core/completion/place.ts';
import { chooseFamily } from '../../../src/core/prompt/families.ts';
import type { EngineModel } from '../../../src/shared/engine.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { CachingEngine } from '../../support/cachingEngine.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { fimModel, piecesOf } from '../../support/fakeEngine.ts';
import { repoContextOf } from '../../support/repoContextOf.ts';

const never = new AbortController().signal;
const marked = (title: string, controlTokens: readonly string[]): EngineModel => ({
  ...{ ...fimModel, title, name: title, path: `/models/${title}.gguf`, controlTokens, contextSizeTokens: 4_096 },
});
const psm = marked('Qwen2.5 Coder 0.5B', fimModel.controlTokens);
const models: readonly (readonly [order: string, model: EngineModel])[] = [
  ['psm', psm],
  ['spm', marked('Mellum 4B', ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'])],
  ['spm, no marker of the middle', marked('Codestral 22B', ['[PREFIX]', '[SUFFIX]'])],
  ['prefix', marked('Plain', [])],
];

/** Typed one after the other, each after a rest that is interrupted by it, or not. */
interface Line {
  readonly text: string;
  /** Chunks that are evaluated meanwhile. Absent: all. */
  readonly chunks: number | undefined;
  /** Of the repository, from the rest on. */
  readonly known: string;
}

const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record({
    text: fc.constantFrom('  const total = price * count;', '  if (total > limit) return limit;', '  f(a);', ''),
    chunks: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
    known: fc.constantFrom('function sum();', 'function product();'),
  }),
  { minLength: 40, maxLength: 60 },
);
const filler = (count: number, called: string) =>
  Array.from({ length: count }, (_, line) => `const filler${line} = ${called}(${line}, 2, 3);\n`).join('');
const startOf = (called: string): Place => ({
  ...{ uri: 'file:///a.ts', languageId: 'typescript' },
  ...{ prefix: `${filler(70, called)}function f() {\n`, suffix: `\n}\n${filler(60, called)}` },
});
const { completion: settings } = parseSettings({ 'completion.multiline': 'never' }).settings;

/** Who types in one window. */
function typist(engine: CachingEngine, start = startOf('compute')) {
  let context = repoContextOf('function sum();');
  const completer = new Completer({
    ...{ engine, clock: new FakeClock(1_000), settings: () => settings, log: () => {} },
    repoContext: () => context,
    background: {
      loadedModel: () => engine.loadedModel,
      onCounts: () => {},
      onBug: (error) => assert.fail(String(error)),
    },
  });
  const costs: number[] = [];
  const completionTokens = () => engine.requests.filter(({ purpose }) => purpose === 'completion').length;
  let place = start;
  const type = async ({ text, chunks, known }: Line): Promise<void> => {
    // Fast: some letters at a time.
    for (const letters of piecesOf(`${text}\n`)) {
      place = { ...place, prefix: place.prefix + letters };
      completer.noteChange({ uri: place.uri, reason: 'edit', edits: [{ deletedLength: 0, insertedText: letters }] });
      const asked = completionTokens();
      const { uri, languageId, prefix, suffix } = place;
      const document = { uri, languageId };
      await completer.complete({ document, text: prefix + suffix, offset: prefix.length, trigger: 'automatic' }, never);
      if (completionTokens() > asked) costs.push(engine.evaluatedTokens);
    }
    context = repoContextOf(known);
    engine.chunksOfWarmUp = chunks ?? Number.POSITIVE_INFINITY;
    const resting = completer.rest(place);
    if (chunks === undefined) await resting;
    else for (let turn = 0; turn < 2 * chunks + 5; turn++) await nextTurn();
  };
  /** Evaluated prompt tokens of each keystroke that has asked the model, but for the first one. */
  const end = (): readonly number[] => {
    completer.reset();
    return costs.slice(1);
  };
  return { type, end };
}

async function type(engine: CachingEngine, typed: readonly Line[]): Promise<readonly number[]> {
  const only = typist(engine);
  for (const line of typed) await only.type(line);
  return only.end();
}

describe('what a keystroke costs while rests are interrupted', function () {
  this.timeout(300_000);

  for (const [order, model] of models) {
    it(`law: a few tokens, where the engine keeps two prompts: ${order}`, async () => {
      const mode = chooseFamily(model);
      assert.ok(order.startsWith(mode.kind === 'fim' ? mode.fim.order : 'prefix'));
      await fc.assert(
        fc.asyncProperty(lines, async (typed) => {
          const engine = new CachingEngine(2, 'xyz', { ...model, keptPrompts: 2 });
          const costs = await type(engine, typed);
          assert.ok(costs.length > 100);
          assert.ok(Math.max(...costs) <= 8, `${costs.filter((cost) => cost > 8)}`);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    });
  }

  it('law: a few tokens in two windows too, who type in turn, where their rests are not interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(lines, async (typed) => {
        const model = { ...psm, keptPrompts: 2 };
        const engine = new CachingEngine(2, 'xyz', model);
        const windows = [
          typist(engine, startOf('compute')),
          typist(new CachingEngine(2, 'xyz', model, engine), startOf('build')),
        ];
        const inTurn = async (line: Line) => {
          for (const window of windows) await window.type({ ...line, chunks: undefined });
        };
        const [first = assert.fail(), ...others] = typed;
        // The second one has taken its sequence from the first one then.
        for (let times = 0; times < 2; times++) await inTurn({ ...first, text: '  f(a);' });
        const before = windows.map((window) => window.end().length);
        for (const line of others) await inTurn(line);
        const costs = windows.flatMap((window, index) => window.end().slice(before[index]));
        assert.ok(costs.length > 100);
        assert.ok(Math.max(...costs) <= 8, `${costs.filter((cost) => cost > 8)}`);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('is much now and then where the engine keeps one', async () => {
    const typed: Line[] = Array.from({ length: 30 }, () => ({
      ...{ text: '  const total = price * count;', chunks: 1, known: 'function sum();' },
    }));
    const costs = await type(new CachingEngine(1, 'xyz', { ...psm, keptPrompts: 1 }), typed);
    assert.ok(
      costs.some((cost) => cost > 100),
      `${Math.max(...costs)}`,
    );
  });
});
