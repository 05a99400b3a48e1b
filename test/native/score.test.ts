import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '../../native/generation/generate.ts';
import { score } from '../../native/generation/score.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('score', () => {
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-score-'));
    const modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
    const params = { modelPath, contextSizeTokens: 1024, slidingWindow: 'auto', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const hooks = { onReused: () => {}, onEvaluated: () => {}, signal: never };
  const scores = async (text: string, options: readonly string[]) =>
    await score(model, { purpose: 'background', segments: [{ kind: 'text', text }], options }, hooks);

  it('gives the log-probability that generating gives', async () => {
    const request = continuation('some prompt', { maxTokens: 1, logProbabilities: true });
    const generated = await generate(model, request, { ...hooks, onDelta: () => {}, stopSignal: never });
    const { logProbabilities } = await scores('some prompt', [generated.text, 'zzz']);
    assert.ok(Math.abs((logProbabilities[0] ?? 0) - (generated.logProbabilities?.[0] ?? 1)) < 1e-3);
  });

  it('adds up the tokens of an option, each behind those before it', async () => {
    const { logProbabilities } = await scores('prompt', ['q', 'qx', 'qxz']);
    const q = (await scores('prompt', ['q', 'x'])).logProbabilities[0] ?? Number.NaN;
    const x = (await scores('promptq', ['x', 'q'])).logProbabilities[0] ?? Number.NaN;
    const z = (await scores('promptqx', ['z', 'q'])).logProbabilities[0] ?? Number.NaN;
    for (const [index, expected] of [q, q + x, q + x + z].entries()) {
      assert.ok(Math.abs((logProbabilities[index] ?? 0) - expected) < 1e-2, `${logProbabilities} and ${expected}`);
    }
  });

  it('sums up to one over all the tokens that may follow', async () => {
    const letters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
    const { logProbabilities } = await scores('prompt', letters);
    const sum = logProbabilities.reduce((total, value) => total + Math.exp(value), 0);
    assert.ok(sum > 0.3 && sum <= 1.001, `${sum}`);
  });

  it('evaluates the prompt once, and a token for each option', async () => {
    const { evaluatedTokens } = await scores(randomText(300, 5), ['q', 'x', 'z']);
    assert.equal(evaluatedTokens, 300 + 2);
  });

  it('refuses what would not fit into the context behind the prompt, and what is no choice', async () => {
    await assert.rejects(scores(randomText(1023, 1), [randomText(20, 2), 'a']), { code: 'promptTooLong' });
    for (const options of [[], ['a'], ['a', 'a']]) {
      await assert.rejects(scores('prompt', options), { code: 'inputInvalid' });
    }
  });

  it('refuses an empty option and an endless one', async () => {
    await assert.rejects(scores('prompt', ['', 'a']), { code: 'inputInvalid' });
    await assert.rejects(scores('prompt', [randomText(100, 1), 'a']), { code: 'inputInvalid' });
  });
});
