import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { placeOf } from '../../../src/core/completion/place.ts';
import { chooseFamily } from '../../../src/core/prompt/families.ts';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { atCursor } from '../../support/atCursor.ts';
import { completerFixture, defaultSettings, document, edit, texts } from '../../support/completerFixture.ts';
import { denotedText } from '../../support/denotedText.ts';
import { type FakeAnswer, fimModel, Gate } from '../../support/fakeEngine.ts';

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
};
const textBefore = ({ segments }: GenerateRequest) => denotedText(chooseFamily(fimModel), segments).before;
const purposes = ({ requests }: { requests: readonly GenerateRequest[] }) => requests.map(({ purpose }) => purpose);

function setUp(answer: (request: GenerateRequest) => string | FakeAnswer, settings = defaultSettings) {
  const bugs: unknown[] = [];
  const background = {
    loadedModel: () => fimModel,
    onCounts: () => {},
    onBug: (error: unknown) => void bugs.push(error),
  };
  return { ...completerFixture(answer, { model: fimModel, background, settings }), bugs };
}

describe('Completer, while nobody waits', () => {
  it('computes what follows the completion that is shown: accepting it shows the next at once', async () => {
    const { ask, completer, engine } = setUp((request) => (textBefore(request).endsWith('= ') ? 'first(' : 'a, b);'));
    assert.deepEqual(texts(await ask('const a = ‸\n')), ['first(']);
    await settled();
    assert.deepEqual(purposes(engine), ['completion', 'warmUp']);
    completer.noteChange(edit('first('));
    assert.deepEqual(texts(await ask('const a = first(‸\n')), ['a, b);']);
    assert.deepEqual(purposes(engine).filter((purpose) => purpose === 'completion').length, 1);
  });

  it('lets go of it for a keystroke that asks for something else', async () => {
    const gate = new Gate();
    const { ask, completer, engine, bugs } = setUp((request) =>
      request.purpose === 'completion' ? 'first(' : { deltas: ['x', 'y'], gates: new Map([[1, gate]]) },
    );
    await ask('const a = ‸\n');
    await settled();
    completer.noteChange(edit('z'));
    await ask('const a = z‸\n');
    assert.equal(engine.aborted, 1);
    assert.deepEqual(bugs, []);
  });

  it('asks once for what was accepted while it was being computed', async () => {
    const gate = new Gate();
    const { ask, completer, engine } = setUp((request) =>
      textBefore(request).endsWith('= ')
        ? 'first('
        : request.purpose === 'warmUp'
          ? { deltas: ['a', ');'], gates: new Map([[1, gate]]) }
          : 'a, b);',
    );
    await ask('const a = ‸\n');
    await settled();
    completer.noteChange(edit('first('));
    assert.deepEqual(texts(await ask('const a = first(‸\n')), ['a, b);']);
    assert.equal(engine.aborted, 1);
  });

  it('evaluates the prompt of the place where the cursor rests, which the next keystroke shares', async () => {
    const { ask, completer, engine } = setUp(() => 'sum(a, b);');
    await ask('x();\nconst a = ‸\ny();\n');
    completer.noteChange(edit('q'));
    const { text, offset } = atCursor('x();\nconst a = q\ny();\nz‸\n');
    await completer.rest(placeOf({ document, text, offset }));
    const warm = engine.requests.find(({ maxTokens }) => maxTokens === 0) ?? assert.fail();
    assert.equal(warm.purpose, 'warmUp');
    completer.noteChange(edit('z'));
    await ask('x();\nconst a = q\ny();\nzz‸\n');
    const asked = engine.requests.filter(({ purpose }) => purpose === 'completion').at(-1) ?? assert.fail();
    assert.deepEqual(asked.segments.slice(0, -1), warm.segments.slice(0, -1));
  });

  it('begins where the cursor is when the engine is another one, in which nothing is evaluated', async () => {
    const { ask, completer, engine } = setUp(() => 'sum(a, b);');
    /** Whether the lines above the cursor are one text, not parted where the cursor was before. */
    const areWhole = async (above: string) => {
      completer.noteChange(edit('b'));
      await ask(`${above}b‸\n`);
      const asked = engine.requests.findLast(({ purpose }) => purpose === 'completion') ?? assert.fail();
      return asked.segments.some(({ text }) => text.endsWith(above));
    };
    assert.ok(await areWhole('a();\n'));
    assert.ok(!(await areWhole('a();\nb();\n')));
    completer.engineReady();
    assert.ok(await areWhole('a();\nb();\nc();\n'));
  });

  it('does nothing of it where completions are not asked for by typing', async () => {
    for (const settings of [
      { ...defaultSettings, automatic: false },
      { ...defaultSettings, disabledLanguages: [document.languageId] },
    ]) {
      const { ask, completer, engine } = setUp(() => 'sum(a, b);', settings);
      await ask('const a = ‸\n', { trigger: 'explicit' });
      completer.noteChange(edit('q'));
      const { text, offset } = atCursor('const a = q‸\n');
      await completer.rest(placeOf({ document, text, offset }));
      await settled();
      assert.ok(purposes(engine).every((purpose) => purpose === 'completion'));
    }
  });

  it('does nothing of it on reset', async () => {
    const gate = new Gate();
    const { ask, completer, engine } = setUp((request) =>
      request.purpose === 'completion' ? 'first(' : { deltas: ['x', 'y'], gates: new Map([[1, gate]]) },
    );
    await ask('const a = ‸\n');
    await settled();
    completer.reset();
    await settled();
    assert.equal(engine.aborted, 1);
  });
});
