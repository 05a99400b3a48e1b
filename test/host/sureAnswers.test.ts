import { strict as assert } from 'node:assert';
import { AnchoredPrompts } from '../../src/core/completion/anchoredPrompts.ts';
import { meanConfidence } from '../../src/core/completion/confidence.ts';
import { Generation, type GenerationInput } from '../../src/core/completion/generation.ts';
import { maxLines } from '../../src/core/completion/stopRules.ts';
import { chooseFamily } from '../../src/core/prompt/families.ts';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';

const days = `export function nameOfDay(day: number): string {
  switch (day) {
    case 0:
      return 'Sunday';
    case 1:
      return 'Monday';
    case 2:
`;
const sum = 'function sum(values: number[]): number {\n  return ';

describe('how sure an answer is, on the real default model', function () {
  this.timeout(120_000);
  let fixture: EngineFixture;
  let engine: EngineClient;
  before(async () => {
    fixture = await EngineFixture.create();
    engine = fixture.client(await ensureDefaultModel());
    await engine.model(never);
  });
  after(() => fixture.dispose());

  async function generate(prefix: string, over: Partial<GenerationInput> = {}) {
    const place = { uri: 'file:///typed.ts', languageId: 'typescript', prefix, suffix: '' };
    const prompts = new AnchoredPrompts();
    // No time passes for it: on a slow machine an answer would end early.
    const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
    const input: GenerationInput = {
      ...{ place, trigger: 'automatic', purpose: 'completion', debounceMs: 0, alternatives: 1, asksConfidence: true },
      extent: { kind: 'body', floorWidth: 1 },
      promptFor: (model) =>
        prompts.promptFor({ mode: chooseFamily(model), place, contextSizeTokens: model.contextSizeTokens }),
      ...over,
    };
    const answer = await new Generation(engine, clock, input, () => {}).wait(place, never);
    assert.ok(answer?.counts !== undefined);
    return { candidates: answer.candidates, counts: answer.counts };
  }

  it('ends a block where it is not sure of it any more, and decodes no further', async () => {
    const whole = await generate(days);
    const all = whole.candidates[0] ?? { text: '', pieces: [] };
    assert.ok(all.text.includes('\n'), all.text);
    const total = (all.pieces ?? []).reduce((so, { logProbability }) => so + logProbability, 0);
    // What is in the cache rounds otherwise: both have it all evaluated.
    await engine.forget(never);
    const cut = await generate(days, { floor: total / maxLines });
    const some = cut.candidates[0]?.text ?? '';
    assert.ok(some !== '' && all.text.startsWith(`${some}\n`), JSON.stringify([all.text, some]));
    assert.ok(cut.counts.decodeTokens < whole.counts.decodeTokens);
  });

  it('evaluates the prompt of alternatives once, and has the surer ones first, behind the first', async () => {
    await engine.forget(never);
    const [one] = (await generate(sum)).candidates;
    await engine.forget(never);
    // So many are not all the same.
    const alternatives = 10;
    const { candidates, counts } = await generate(sum, {
      trigger: 'explicit',
      alternatives,
      extent: { kind: 'line' },
    });
    assert.ok(candidates.length > 2, `${candidates.length} different ones`);
    assert.ok(one?.text.startsWith(candidates[0]?.text ?? ''), 'what is shown first is what was shown before');
    const means = candidates.slice(1).map(({ text, pieces }) => meanConfidence(text, pieces ?? []));
    assert.deepEqual(
      means,
      means.toSorted((a, b) => b - a),
    );
    const oncePromptTokens = counts.promptTokens / alternatives;
    assert.ok(counts.evaluatedTokens < oncePromptTokens + alternatives * 2, JSON.stringify(counts));
  });
});
