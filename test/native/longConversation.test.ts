import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateHooks, generate } from '../../native/generation/generate.ts';
import { score } from '../../native/generation/score.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import type { GenerateRequest, PromptSegment } from '../../src/shared/engine.ts';
import { assertSameUpToRounding } from '../support/assertSameUpToRounding.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { clearCaches, everySequence } from '../support/everySequence.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const windowTokens = 64;

describe('a conversation far longer than the window', () => {
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-conversation-'));
    const plain = join(folder, 'plain.gguf');
    const modelPath = join(folder, 'windowed.gguf');
    await writeTinyModel(plain, { layers: 3, contextLength: 1024 });
    await writeWindowedTwin(plain, modelPath, windowTokens);
    const params = { modelPath, contextSizeTokens: 1024, slidingWindow: 'auto', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => clearCaches(model));

  const hooks: GenerateHooks = {
    onDelta: () => {},
    onReused: () => {},
    onEvaluated: () => {},
    signal: never,
    stopSignal: never,
  };
  const chat = (texts: readonly string[], options: Partial<GenerateRequest> = {}) => {
    const segments = texts.map((text): PromptSegment => ({ kind: 'text', text }));
    const request = { purpose: 'chat', segments, maxTokens: 300, logProbabilities: true } as const;
    return generate(model, continuation('', { ...request, ...options }), hooks);
  };
  const [soFar, question, other] = [randomText(3000, 1), randomText(60, 2), randomText(60, 3)];

  it('may have 131,072 tokens', () => {
    assert.deepEqual([model.info.windowTokens, model.info.contextSizeTokens], [windowTokens, 131_072]);
  });

  it('says of a prompt that is longer still what helps, which is no setting', async () => {
    await assert.rejects(chat(['q'.repeat(131_072)]), { code: 'promptTooLong', message: /no larger context\.$/ });
  });

  it('evaluates only the last message anew when that is asked otherwise, however long the answer was', async () => {
    const stable = { stableSegments: 1 };
    assert.equal((await chat([soFar, question], stable)).counts.evaluatedTokens, 3060);
    const again = await chat([soFar, other], stable);
    assert.deepEqual([again.counts.reusedTokens, again.counts.evaluatedTokens], [3000, 60]);
    await clearCaches(model);
    const fresh = await chat([soFar, other], stable);
    assert.equal(fresh.counts.evaluatedTokens, 3060);
    assertSameUpToRounding(again.logProbabilities ?? [], fresh.logProbabilities ?? [], again.text === fresh.text);
  });

  it('evaluates all of it anew rather than wrongly where nothing was kept', async () => {
    await chat([soFar, question]);
    const again = await chat([soFar, other]);
    assert.equal(again.counts.reusedTokens, 0);
    await clearCaches(model);
    assert.equal(again.text, (await chat([soFar, other])).text);
  });

  it('goes on behind its own answer without evaluating it again', async () => {
    const first = await chat([soFar, question], { maxTokens: 40, stableSegments: 1 });
    const next = await chat([soFar, question, first.text, other], { stableSegments: 3 });
    // The answer's last token was not evaluated when it was answered.
    assert.ok(next.counts.evaluatedTokens <= 60 + 1, `${next.counts.evaluatedTokens} tokens`);
  });

  it('keeps few checkpoints, in bounded memory', async () => {
    const texts = [soFar];
    for (let turn = 0; turn < 12; turn++) {
      texts.push(randomText(200, 10 + turn));
      await chat(texts, { maxTokens: 1, stableSegments: texts.length - 1 });
    }
    const kept = await everySequence(model, async (sequence) => sequence.checkpointsMemoryUsage);
    const bytesPerCell = 3 * 2 * 16 * 2;
    assert.ok(Math.max(...kept) > 0);
    assert.ok(Math.max(...kept) <= 9 * windowTokens * bytesPerCell * 1.5, `${kept} bytes`);
  });

  it('compares answers at its end, the same as from a fresh cache', async () => {
    const segments: PromptSegment[] = [{ kind: 'text', text: soFar + question }];
    const request = { purpose: 'background', segments, options: ['a', 'return', 'xyz', ' the'] } as const;
    const first = await score(model, request, hooks);
    await chat([soFar, other]);
    const again = await score(model, request, hooks);
    assert.deepEqual(again.logProbabilities, first.logProbabilities);
    assert.ok(first.logProbabilities.every((value) => value < 0));
  });
});
