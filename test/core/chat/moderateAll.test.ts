import { strict as assert } from 'node:assert';
import { moderateAll } from '../../../src/core/chat/moderateAll.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';
import type { EngineModel, ScoreRequest } from '../../../src/shared/engine.ts';
import { chatModel } from '../../support/chatSessionFixture.ts';
import { never } from '../../support/engineFixture.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

class Judge extends FakeEngine {
  readonly seen: string[] = [];
  override score = (request: ScoreRequest) => {
    this.seen.push(promptText(request.segments));
    return Promise.resolve({ logProbabilities: request.options.map((_, index) => -index), evaluatedTokens: 0 });
  };
}

describe('The moderation of a long text', () => {
  const pieces = async (over: Partial<EngineModel>) => {
    const model = { ...chatModel, ...over };
    const judge = new Judge(() => '', model);
    const text = Array.from({ length: 4000 }, (_, index) => `word${index}`).join(' ');
    await moderateAll(judge, model, text, 'prompt', never);
    for (const index of [0, 1234, 3999]) assert.ok(judge.seen.some((prompt) => prompt.includes(`word${index}`)));
    return Math.max(...judge.seen.map(({ length }) => length));
  };

  it('gives pieces that the question behind them sees whole, where the model has a window', async () => {
    const whole = await pieces({ contextSizeTokens: 131_072 });
    assert.ok(whole > 30_000, `${whole}`);
    const windowed = await pieces({ contextSizeTokens: 131_072, windowTokens: 1024 });
    // A token has three letters or more of such a text.
    assert.ok(windowed < 8 * 1024, `${windowed}`);
  });
});
