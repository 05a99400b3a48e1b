import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { Completer } from '../../src/core/completion/completer.ts';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';

const uri = 'file:///typed.ts';
const fibonacci = `/** The nth number of Fibonacci. */
export function fibonacci(n: number): number {
  if (n < 2) {
    return n;
  }
  return fibonacci(n - 1) + fibonacci(n - 2);
}

/** The first numbers of Fibonacci, as many as are asked for. */
export function firstNumbers(count: number): number[] {
`;

describe('typing, on the real default model', function () {
  this.timeout(120_000);
  let fixture: EngineFixture;
  let engine: EngineClient;
  before(async () => {
    fixture = await EngineFixture.create();
    engine = fixture.client(await ensureDefaultModel());
    await engine.model(never);
  });
  after(() => fixture.dispose());

  /** An editor: types, and asks after each keystroke. */
  function editor(prefix: string, suffix: string, settings: Readonly<Record<string, unknown>> = {}) {
    let text = prefix;
    const { completion } = parseSettings(settings).settings;
    // No time passes for it: on a slow machine an answer would end early.
    const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
    const completer = new Completer({ engine, clock, settings: () => completion, log: () => {} });
    const complete = async () => {
      const request = {
        document: { uri, languageId: 'typescript' },
        text: text + suffix,
        offset: text.length,
        trigger: 'automatic',
      } as const;
      const [first] = await completer.complete(request, never);
      return first?.text ?? '';
    };
    const type = async (insertedText: string) => {
      text += insertedText;
      completer.noteChange({ uri, reason: 'edit', edits: [{ deletedLength: 0, insertedText }] });
      return await complete();
    };
    return { complete, type };
  }

  it('evaluates no token while what the model has proposed is typed, for 40 characters', async () => {
    const example = await readFile(new URL('../../tools/example/rectangle.ts', import.meta.url), 'utf8');
    const { complete, type } = editor(
      `${example}export function smaller(a: Rectangle, b: Rectangle): Rectangle {\n`,
      '',
    );
    const proposed = await complete();
    assert.ok(proposed.length > 40, `the model proposed only ${JSON.stringify(proposed)}`);
    const before = await engine.totals(never);
    for (let typed = 1; typed <= 40; typed++) {
      const shown = await type(proposed[typed - 1] as string);
      assert.equal(shown, proposed.slice(typed), `after ${typed} characters`);
    }
    const after = await engine.totals(never);
    assert.deepEqual([after.evaluatedTokens, after.requests], [before.evaluatedTokens, before.requests]);
  });

  it('evaluates at most 4 prompt tokens a keystroke while something else is typed', async () => {
    // One line each, since what is written for a keystroke is not what is counted.
    const { complete, type } = editor(fibonacci, '}\n', { 'completion.multiline': 'never' });
    await complete();
    const other =
      '  const xylophones = ["Zürich", 0x7f];\n  // qwzj: über -> 42\n  while (xylophones.length < count) zebra();\n';
    let asked = 0;
    for (const character of other) {
      const before = await engine.totals(never);
      await type(character);
      const { evaluatedTokens, requests } = await engine.totals(never);
      const evaluated = evaluatedTokens - before.evaluatedTokens;
      assert.ok(evaluated <= 4, `${evaluated} tokens for ${JSON.stringify(character)}`);
      asked += requests - before.requests;
    }
    assert.ok(asked > other.length / 3, `only ${asked} of ${other.length} keystrokes asked the model`);
  });
});
