import { strict as assert } from 'node:assert';
import type { UnknownNames, UsedName } from '../../../src/core/completion/nameDoubts.ts';
import { usedNames } from '../../../src/core/completion/usedNames.ts';
import { completerFixture, defaultSettings, edit, texts } from '../../support/completerFixture.ts';
import type { FakeAnswer } from '../../support/fakeEngine.ts';

const isMade = ({ name }: UsedName) => name === 'made';
const balanced = { ...defaultSettings, eagerness: 'balanced' } as const;
const block: FakeAnswer = {
  deltas: ['\n  ', 'first();', '\n  ', 'second();', '\n  ', 'third', '();', '\n}'],
  logProbability: [-0.1, -0.4, -0.1, -0.4, -0.1, -9, -0.1, -0.1],
};

/** One that knows how sure the model is of an ordinary line: of the more certain half at -1 to -1.2. */
async function experienced(
  answer: FakeAnswer | ((seed: number) => FakeAnswer),
  over: Parameters<typeof completerFixture>[1] = {},
) {
  let lines = 0;
  const fixture = completerFixture(
    ({ sampling }) => {
      if (++lines <= 20) return { deltas: ['call', '(a, b);'], logProbability: [-0.5, -0.5 - lines / 100] };
      return typeof answer === 'function' ? answer(sampling.seed ?? 0) : answer;
    },
    { settings: balanced, ...over },
  );
  for (let line = 1; line <= 20; line++) await fixture.ask(`const a${line} = ‸\n`);
  return fixture;
}

describe('Completer, by how sure the model is', () => {
  it('shows a block as far as the model is sure of it, and decodes no further', async () => {
    const { ask, engine } = await experienced(block);
    const before = engine.decodedTokens;
    assert.deepEqual(texts(await ask('function f() {‸\n')), ['\n  first();\n  second();']);
    assert.equal(engine.decodedTokens - before, block.deltas.indexOf('third') + 1);
  });

  it('shows all of it to who asks, and to who wants to see all', async () => {
    const whole = ['\n  first();\n  second();\n  third();\n}'];
    const { ask } = await experienced(block);
    assert.deepEqual(texts(await ask('function f() {‸\n', { trigger: 'explicit' })), whole);
    const eager = await experienced(block, { settings: defaultSettings });
    assert.deepEqual(texts(await eager.ask('function f() {‸\n')), whole);
  });

  it('types through what is left of a block, and asks anew behind that', async () => {
    const { ask, engine, completer } = await experienced(block);
    await ask('function f() {‸\n');
    const asked = engine.requests.length;
    completer.noteChange(edit('\n  first'));
    assert.deepEqual(texts(await ask('function f() {\n  first‸\n')), ['();\n  second();']);
    completer.noteChange(edit('();\n  second()'));
    assert.deepEqual(texts(await ask('function f() {\n  first();\n  second()‸\n')), [';']);
    assert.equal(engine.requests.length, asked);
    completer.noteChange(edit(';\n  '));
    await ask('function f() {\n  first();\n  second();\n  ‸\n');
    assert.equal(engine.requests.length, asked + 1, 'what it has cut is not what is known of this place');
  });

  it('hides what names something that exists nowhere, and is else as sure as what it shows', async () => {
    const unknownNames: UnknownNames = async (query) => usedNames(query.text, query.place).filter(isMade);
    const answer = (name: string): FakeAnswer => ({ deltas: [name, '(a, b);'], logProbability: -0.5 });
    const shown = await experienced(answer('there'), { unknownNames });
    assert.deepEqual(texts(await shown.ask('const z = ‸\n')), ['there(a, b);']);
    const hidden = await experienced(answer('made'), { unknownNames });
    assert.deepEqual(await hidden.ask('const z = ‸\n'), []);
    assert.equal(hidden.logs.at(-1)?.outcome, 'hidden');
    assert.deepEqual(texts(await hidden.ask('const z = made‸\n')), ['(a, b);'], 'who has typed the name knows it');
  });

  it('ranks the alternatives that are asked for, behind the first one', async () => {
    const alternatives: readonly FakeAnswer[] = [
      { deltas: ['greedy', '();'], logProbability: -5 },
      { deltas: ['unsure', '();'], logProbability: -3 },
      { deltas: ['made', '();'], logProbability: -0.1 },
      { deltas: ['sure', '(', 'of', ' it', ');'], logProbability: -0.5 },
      { deltas: ['sure', '(', 'of', ' it', ');'], logProbability: -0.5 },
    ];
    const { ask, engine } = await experienced((seed) => alternatives[seed] as FakeAnswer, {
      settings: { ...balanced, alternatives: alternatives.length },
      unknownNames: async ({ text, place }) => usedNames(text, place).filter(isMade),
    });
    const ranked = ['greedy();', 'sure(of it);', 'made();', 'unsure();'];
    assert.deepEqual(texts(await ask('const z = ‸\n', { trigger: 'explicit' })), ranked);
    assert.deepEqual(
      engine.requests.slice(-5).map(({ logProbabilities }) => logProbabilities),
      [false, true, true, true, true],
    );
  });
});
