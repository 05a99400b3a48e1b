import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxDebounceMs } from '../../../src/core/completion/debounce.ts';
import { alternativesBudgetMs, answerBudgetMs, orphanMs } from '../../../src/core/completion/generation.ts';
import { applyEdit } from '../../../src/shared/text.ts';
import { atCursor } from '../../support/atCursor.ts';
import { completerFixture, defaultSettings, document, edit, texts } from '../../support/completerFixture.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { fimModel, Gate, piecesOf } from '../../support/fakeEngine.ts';

describe('Completer', () => {
  it('completes a line', async () => {
    const { ask, logs, engine } = completerFixture(() => 'total + item.price;\n  more');
    assert.deepEqual(await ask('let total = 0;\ntotal = ‸\n'), [
      { text: 'total + item.price;', range: { start: 23, end: 23 } },
    ]);
    assert.deepEqual(
      logs.map(({ outcome, completions }) => [outcome, completions]),
      [['generated', 1]],
    );
    assert.equal(engine.requests[0]?.purpose, 'completion');
    assert.equal(engine.requests[0]?.sampling.temperature, 0);
  });

  it('completes a block where one opens, and decodes no token after its end', async () => {
    const { ask, engine } = completerFixture(() => '\n  return a + b;\n}\n\nfunction other() {\n  return 1;\n}\n');
    const completions = await ask('function add(a: number, b: number) {‸\n');
    assert.deepEqual(texts(completions), ['\n  return a + b;\n}']);
    assert.equal(engine.decodedTokens, piecesOf('\n  return a + b;\n}\n\nfunction').length);
  });

  it('asks nothing while 40 proposed characters are typed, nor when some are taken back', async () => {
    const proposed = 'computeTotalPriceOfAllItems(items, taxRate, 12);';
    const { ask, engine, completer } = completerFixture(() => proposed);
    await ask('const sum = ‸\n');
    for (let typed = 1; typed <= 40; typed++) {
      completer.noteChange(edit(proposed[typed - 1] as string));
      assert.deepEqual(texts(await ask(`const sum = ${proposed.slice(0, typed)}‸\n`)), [proposed.slice(typed)]);
    }
    completer.noteChange(edit('', 1));
    assert.deepEqual(texts(await ask(`const sum = ${proposed.slice(0, 39)}‸\n`)), [proposed.slice(39)]);
    assert.equal(engine.requests.length, 1);
  });

  it('shows what the model is surest of, and all that is asked for', async () => {
    let asked = 0;
    const { ask, logs, completer } = completerFixture(
      () => ({ deltas: [`f${++asked}`, '(a, b);'], logProbability: asked > 20 ? -9 : -1 - asked / 100 }),
      { settings: { ...defaultSettings, eagerness: 'balanced' } },
    );
    for (let line = 1; line <= 20; line++) await ask(`const a${line} = ‸\n`);
    assert.deepEqual(await ask('const z = ‸\n'), []);
    assert.equal(logs.at(-1)?.outcome, 'hidden');
    assert.deepEqual(texts(await ask('const z = ‸\n', { trigger: 'explicit' })).slice(0, 1), ['f21(a, b);']);
    assert.deepEqual(await ask('const y = ‸\n'), []);
    const askedSoFar = asked;
    completer.noteChange(edit('f'));
    assert.deepEqual(await ask('const y = f‸\n'), [], 'no surer than before');
    assert.equal(asked, askedSoFar);
  });

  it('types through brackets that the editor closes', async () => {
    const { ask, engine } = completerFixture(() => 'add(first, second);');
    await ask('const sum = ‸\n');
    const [completion] = await ask('const sum = add(‸)\n');
    assert.deepEqual(completion, { text: 'first, second);', range: { start: 16, end: 17 } });
    assert.equal(engine.requests.length, 1);
  });

  it('types through a block whose closing line the editor has made', async () => {
    const { ask, engine } = completerFixture(() => '{\n  return total;\n}', {
      settings: { ...defaultSettings, multiline: 'always' },
    });
    await ask('function sum() ‸\n');
    assert.deepEqual(texts(await ask('function sum() {\n  ‸\n}\n')), ['return total;']);
    assert.equal(engine.requests.length, 1);
  });

  it('does not answer from before an edit elsewhere', async () => {
    const { ask, engine } = completerFixture(() => 'value + 1;');
    await ask('let a = ‸\nlet b = 2;\n');
    await ask('let a = ‸\nlet b = 3;\n');
    assert.equal(engine.requests.length, 2);
    await ask('let x = 0;\nlet a = ‸\nlet b = 3;\n');
    assert.equal(engine.requests.length, 3);
  });

  it('asks anew behind an accepted completion', async () => {
    const { ask, engine, completer } = completerFixture(() => 'value + 1;');
    await ask('let a = ‸\n');
    completer.noteChange(edit('value + 1;'));
    await ask('let a = value + 1;‸\n');
    assert.equal(engine.requests.length, 2);
  });

  it('lets a keystroke share the answer that is just being computed', async () => {
    const gate = new Gate();
    const { ask, engine, logs } = completerFixture(() => ({ deltas: ['value', ' + 1;'], gates: new Map([[1, gate]]) }));
    const cancel = new AbortController();
    const first = ask('let a = ‸\n', {}, cancel.signal);
    await nextTurn();
    cancel.abort();
    const second = ask('let a = val‸\n');
    assert.deepEqual(await first, []);
    gate.open();
    assert.deepEqual(texts(await second), ['ue + 1;']);
    assert.equal(engine.requests.length, 1);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['cancelled', 'shared'],
    );
  });

  it('aborts what is being computed at a keystroke that differs', async () => {
    const gate = new Gate();
    const { ask, engine } = completerFixture(() =>
      engine.requests.length === 1 ? { deltas: ['value', ' + 1;'], gates: new Map([[1, gate]]) } : 'x + 2;',
    );
    const first = ask('let a = ‸\n');
    await nextTurn();
    assert.deepEqual(texts(await ask('let a = x‸\n')), ['x + 2;']);
    assert.equal(engine.aborted, 1);
    assert.deepEqual(await first, []);
  });

  it('asks anew as soon as a shared answer turns out to differ', async () => {
    const gate = new Gate();
    const { ask, engine } = completerFixture(() =>
      engine.requests.length === 1 ? { deltas: ['value', ' + 1;', ' rest'], gates: new Map([[0, gate]]) } : 'x + 2;',
    );
    const first = ask('let a = ‸\n');
    await nextTurn();
    const second = ask('let a = v2‸\n');
    gate.open();
    assert.deepEqual(texts(await second), ['x + 2;']);
    assert.deepEqual(await first, []);
    assert.equal(engine.aborted, 1);
  });

  it('ends a computation that nobody comes for', async () => {
    const { ask, engine, clock } = completerFixture(() => ({ deltas: ['value'], gates: new Map([[0, new Gate()]]) }));
    const cancel = new AbortController();
    const first = ask('let a = ‸\n', {}, cancel.signal);
    await nextTurn();
    cancel.abort();
    assert.deepEqual(await first, []);
    clock.advance(orphanMs - 1);
    await nextTurn();
    assert.equal(engine.aborted, 0);
    clock.advance(1);
    await nextTurn();
    assert.equal(engine.aborted, 1);
  });

  it('starts its patience anew when somebody has come and left again', async () => {
    const { ask, engine, clock } = completerFixture(() => ({ deltas: ['value'], gates: new Map([[0, new Gate()]]) }));
    const leave = async (ms: number): Promise<void> => {
      const cancel = new AbortController();
      const asked = ask('let a = ‸\n', {}, cancel.signal);
      await nextTurn();
      cancel.abort();
      assert.deepEqual(await asked, []);
      clock.advance(ms);
      await nextTurn();
    };
    await leave(orphanMs - 1);
    await leave(orphanMs - 1);
    assert.deepEqual([engine.aborted, engine.requests.length], [0, 1]);
    await leave(orphanMs);
    assert.deepEqual([engine.aborted, engine.requests.length], [1, 1]);
  });

  it('ends a block that takes too long with its last whole line', async () => {
    const clock = new FakeClock(maxDebounceMs);
    const deltas = piecesOf('\n  one();\n  two();\n  three();\n}');
    const { ask, engine } = completerFixture(
      () => ({ deltas, pace: async () => clock.advance(answerBudgetMs.automatic / (deltas.length / 2)) }),
      { clock },
    );
    assert.deepEqual(texts(await ask('function f() {‸\n')), ['\n  one();']);
    assert.ok(engine.decodedTokens < deltas.length);
  });

  it('begins no further alternative when the first ones have taken long', async () => {
    const clock = new FakeClock(maxDebounceMs);
    const { ask, engine } = completerFixture(
      ({ sampling }) => ({
        deltas: [`value${sampling.seed ?? 0};`],
        pace: async () => clock.advance(alternativesBudgetMs * 0.6),
      }),
      { clock },
    );
    assert.deepEqual(texts(await ask('let a = ‸\n', { trigger: 'explicit' })), ['value0;', 'value1;']);
    assert.equal(engine.requests.length, 2);
  });

  it('does not take the time that a model takes to load for the time of an answer', async () => {
    const clock = new FakeClock();
    const { ask, engine, completer, logs } = completerFixture(() => 'value', { clock });
    engine.beforeModel = async () => clock.advance(8_000);
    await ask('let a =\n‸\n');
    completer.noteChange(edit('x'));
    const second = ask('let b = x‸\n');
    await nextTurn();
    assert.equal(clock.sleepers, 1, 'it waits for the next keystroke');
    clock.advance(maxDebounceMs);
    await second;
    assert.ok((logs.at(-1)?.debounceMs ?? 0) > 0);
  });

  it('asks nothing when it is aborted while waiting for a keystroke', async () => {
    const { ask, engine, clock } = completerFixture(() => 'value', { clock: new FakeClock() });
    const cancel = new AbortController();
    const first = ask('let a = b‸\n', {}, cancel.signal);
    await nextTurn();
    assert.equal(clock.sleepers, 1);
    cancel.abort();
    assert.deepEqual(await first, []);
    clock.advance(10_000);
    await nextTurn();
    assert.equal(engine.requests.length, 0);
  });

  it('answers a superseded request with nothing', async () => {
    const { ask, engine, clock, logs } = completerFixture(() => 'value;', { clock: new FakeClock() });
    const first = ask('let a = b‸\n');
    await nextTurn();
    const second = ask('let a = bc‸\n');
    assert.deepEqual(await first, []);
    clock.advance(maxDebounceMs);
    assert.deepEqual(texts(await second), ['value;']);
    assert.equal(engine.requests.length, 1);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['superseded', 'generated'],
    );
  });

  it('offers distinct alternatives at an explicit trigger, the first one greedy', async () => {
    const answers = ['value + 1;', 'value + 2;', 'value + 1;'];
    const { ask, engine } = completerFixture(() => answers[engine.requests.length - 1] as string);
    assert.deepEqual(texts(await ask('let a = ‸\n', { trigger: 'explicit' })), ['value + 1;', 'value + 2;']);
    assert.deepEqual(
      engine.requests.map(({ sampling }) => sampling),
      [
        { temperature: 0, topK: 0, topP: 1 },
        { temperature: 0.8, topK: 40, topP: 0.95, seed: 1 },
        { temperature: 0.8, topK: 40, topP: 0.95, seed: 2 },
      ],
    );
    await ask('let a = ‸\n', { trigger: 'explicit' });
    assert.equal(engine.requests.length, 3);
  });

  it('keeps the shown completion first when its alternatives are asked for', async () => {
    const answers = ['value + 1;', 'value + 2;', 'value + 3;'];
    const { ask, engine } = completerFixture(() => answers[engine.requests.length - 1] as string);
    await ask('let a = ‸\n');
    assert.deepEqual(texts(await ask('let a = ‸\n', { trigger: 'explicit' })), answers);
    assert.equal(engine.requests.length, 3);
  });

  it('begins with the selected item and replaces its range', async () => {
    const { ask, engine } = completerFixture(() => '(message);');
    const { text } = atCursor('console.lo‸\n');
    const [completion] = await ask('console.lo‸\n', { selectedItem: { range: { start: 8, end: 10 }, text: 'log' } });
    assert.deepEqual(completion, { text: 'log(message);', range: { start: 8, end: 10 } });
    assert.equal(
      applyEdit(text, { range: { start: 8, end: 10 }, newText: 'log(message);' }),
      'console.log(message);\n',
    );
    assert.deepEqual(engine.requests[0]?.segments, [{ kind: 'text', text: 'console.log' }]);
  });

  it('sends what follows to a model with markers', async () => {
    const { ask, engine } = completerFixture(() => 'b', { model: fimModel });
    await ask('let abc = ‸;\nnext();\n');
    assert.deepEqual(
      engine.requests[0]?.segments.map(({ text }) => text),
      ['<|fim_prefix|>', '<|fim_suffix|>', ';\nnext();\n', '<|fim_middle|>', 'let abc = '],
    );
    assert.equal(engine.requests[0]?.healTokens, true);
  });

  it('says why it asks nothing', async () => {
    const { ask, logs, completer, engine } = completerFixture(() => 'value', {
      settings: { ...defaultSettings, disabledLanguages: ['markdown'] },
    });
    await ask('let a = ‸\n', { cursorCount: 2 });
    await ask('let a = ‸\n', { document: { ...document, languageId: 'markdown' } });
    await ask('let a = ‸ b\n');
    await ask('‸\n', { trigger: 'explicit' });
    completer.noteChange(edit('', 1));
    await ask('let a = ‸\n');
    completer.noteChange({ ...edit('x'), reason: 'undo' });
    await ask('let a = ‸\n');
    assert.deepEqual(
      logs.map(({ outcome, reason }) => [outcome, reason]),
      ['severalCursors', 'languageDisabled', 'textAfterCursor', 'nothingToContinue', 'deletion', 'undo'].map(
        (reason) => ['skipped', reason],
      ),
    );
    assert.equal(engine.requests.length, 0);
  });

  it('forgets what another model has said', async () => {
    const { ask, engine, completer } = completerFixture(() => `answer${engine.requests.length};`);
    await ask('let a = ‸\n');
    completer.reset();
    assert.deepEqual(texts(await ask('let a = ‸\n')), ['answer2;']);
    engine.loadedModel = fimModel;
    await ask('let b = ‸\n');
    assert.deepEqual(texts(await ask('let a = ‸\n')), ['answer4;']);
  });

  it('remembers that there was nothing to offer', async () => {
    const { ask, engine, logs } = completerFixture(() => '\n\n\n\n');
    assert.deepEqual(await ask('let a = ‸\n'), []);
    assert.deepEqual(await ask('let a = ‸\n'), []);
    assert.equal(engine.requests.length, 1);
    assert.deepEqual(
      logs.map(({ outcome }) => outcome),
      ['empty', 'known'],
    );
  });

  it('leaves a last line that the limit has cut out of a block', async () => {
    const body = Array.from({ length: 60 }, (_, index) => `\n  call${index}(a, b);`)
      .join('')
      .slice(0, 700);
    const { ask } = completerFixture(() => ({ deltas: [...body], finish: 'maxTokens' }));
    const [completion] = await ask('function f() {‸\n');
    assert.match(completion?.text ?? '', /^(?:\n {2}call\d+\(a, b\);)+$/);
  });
});
