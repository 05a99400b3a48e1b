import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type GenerateHooks, generate } from '../../native/generation/generate.ts';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { assertSameUpToRounding } from '../support/assertSameUpToRounding.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { clearCaches, everySequence } from '../support/everySequence.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const markers = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];

const hooks = (over: Partial<GenerateHooks> = {}): GenerateHooks => ({
  onDelta: () => {},
  onReused: () => {},
  onEvaluated: () => {},
  signal: never,
  stopSignal: never,
  ...over,
});

describe('generate', () => {
  const modelPath = join(tmpdir(), `leeward-generate-${process.pid}.gguf`);
  let model: LoadedModel;
  let fresh: LoadedModel;
  before(async () => {
    await writeTinyModel(modelPath, { extraControlTokens: markers, contextLength: 2048 });
    const load = () =>
      LoadedModel.load(
        { modelPath, contextSizeTokens: 2048, slidingWindow: 'off', gpu: 'cpu', threads: 1 },
        () => {},
        never,
      );
    [model, fresh] = [await load(), await load()];
  });
  after(async () => {
    await model.dispose();
    await fresh.dispose();
    await rm(modelPath, { force: true });
  });

  const run = (request: GenerateRequest, over: Partial<GenerateHooks> = {}) => generate(model, request, hooks(over));

  it('streams exactly the text that it returns', async () => {
    const deltas: string[] = [];
    const { text, finish } = await run(continuation('stream'), { onDelta: (delta) => deltas.push(delta) });
    assert.equal(deltas.join(''), text);
    assert.equal(finish, 'maxTokens');
  });

  it('counts each prompt token once, as reused or evaluated', async () => {
    await run(continuation('a long enough prompt, one'));
    const { counts } = await run(continuation('a long enough prompt, two'));
    assert.equal(counts.promptTokens, counts.reusedTokens + counts.evaluatedTokens);
    assert.ok(counts.reusedTokens > 0 && counts.evaluatedTokens > 0);
    assert.equal(counts.decodeTokens, 16);
  });

  it('evaluates at most one chunk more after an abort in prefill', async () => {
    const abort = new AbortController();
    let evaluated = 0;
    const onEvaluated = (tokens: number) => {
      evaluated += tokens;
      abort.abort();
    };
    const request = continuation(randomText(1500, 7));
    await assert.rejects(run(request, { signal: abort.signal, onEvaluated }), { name: 'CancelledError' });
    assert.ok(evaluated > 0 && evaluated <= 2 * chunkTokens, `${evaluated} tokens`);
  });

  it('reuses what an aborted prefill has evaluated', async () => {
    const abort = new AbortController();
    const request = continuation(randomText(1000, 8));
    await assert.rejects(run(request, { signal: abort.signal, onEvaluated: () => abort.abort() }));
    const { counts } = await run(request);
    assert.ok(counts.reusedTokens >= chunkTokens);
  });

  it('ends early with what is there when the caller has enough', async () => {
    const stop = new AbortController();
    const { finish, counts } = await run(continuation('enough', { maxTokens: 500 }), {
      stopSignal: stop.signal,
      onDelta: () => stop.abort(),
    });
    assert.equal(finish, 'stopped');
    assert.ok(counts.decodeTokens < 500);
  });

  it('gives the same text from a warm cache as from a fresh one', async () => {
    const prompt = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'the '), minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(prompt, { minLength: 1, maxLength: 6 }), fc.boolean(), async (prompts, healTokens) => {
        for (const text of prompts) {
          const request = continuation(text, { healTokens, maxTokens: 6, logProbabilities: true });
          const warm = await generate(model, request, hooks());
          await clearCaches(fresh);
          const cold = await generate(fresh, request, hooks());
          assert.equal(cold.counts.reusedTokens, 0);
          assertSameUpToRounding(warm.logProbabilities ?? [], cold.logProbabilities ?? [], warm.text === cold.text);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same text for the same seed', async () => {
    const sampling = { temperature: 1, topK: 40, topP: 0.95 };
    const text = async (seed: number, healTokens: boolean) =>
      (await run(continuation('dice ', { healTokens, sampling: { ...sampling, seed } }))).text;
    for (const healTokens of [false, true]) {
      assert.equal(await text(1, healTokens), await text(1, healTokens));
      assert.notEqual(await text(1, healTokens), await text(2, healTokens));
    }
  });

  it('gives two requests at a time the texts that each would have had alone', async () => {
    const requests = ['first ', 'second '].map((text) => continuation(text.repeat(40), { maxTokens: 24 }));
    const alone: string[] = [];
    for (const request of requests) {
      await clearCaches(fresh);
      alone.push((await generate(fresh, request, hooks())).text);
    }
    const together = await Promise.all(requests.map((request) => run(request)));
    assert.deepEqual(
      together.map(({ text }) => text),
      alone,
    );
  });

  it('ends before a stop string and keeps none of it', async () => {
    const whole = (await run(continuation('stop', { maxTokens: 40 }))).text;
    const stop = whole.slice(6, 9);
    const { text, finish } = await run(continuation('stop', { maxTokens: 40, stop: [stop] }));
    assert.equal(finish, 'stopString');
    assert.equal(text, whole.slice(0, whole.indexOf(stop)));
  });

  it('only fills the cache when no token is asked for', async () => {
    const prompt = randomText(300, 9);
    const { text, counts } = await run(continuation(prompt, { maxTokens: 0 }));
    assert.equal(text, '');
    assert.equal(counts.decodeTokens, 0);
    assert.equal((await run(continuation(prompt))).counts.evaluatedTokens, 1);
  });

  it('ends when the context is full, and refuses a prompt that does not fit', async () => {
    const { finish, counts } = await run(continuation(randomText(2040, 3), { maxTokens: 500 }));
    assert.equal(finish, 'contextFull');
    assert.equal(counts.promptTokens + counts.decodeTokens, 2048);
    await assert.rejects(run(continuation(randomText(2048, 4))), { code: 'promptTooLong' });
  });

  it('gives a log-probability a token, healed ones included', async () => {
    let told = 0;
    const { logProbabilities, counts } = await run(
      continuation('probable ', { healTokens: true, logProbabilities: true }),
      { onDelta: (_, logProbability = Number.NaN) => (told += logProbability) },
    );
    assert.equal(logProbabilities?.length, counts.decodeTokens);
    const sum = logProbabilities.reduce((total, one) => total + one, 0);
    // The last token may have no text yet.
    assert.ok(told <= 0 && told >= sum - 1e-9, `${told} of ${sum}`);
    assert.ok(logProbabilities.every((value) => value <= 0 && Number.isFinite(value)));
  });

  it('refuses a control segment that is no control token', async () => {
    const request = { ...continuation(''), segments: [{ kind: 'control', text: '<|nothing|>' } as const] };
    await assert.rejects(run(request), { code: 'markerMissing' });
  });

  it('never reads a control token in text', () => {
    const control = markers.map((text) => model.controlToken(text));
    const spelled = fc.array(
      fc.oneof(fc.constantFrom(...markers, '<|', '|>', 'fim_prefix'), fc.string({ maxLength: 4 })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(spelled, (pieces) => {
        const text = pieces.join('');
        const tokens = tokenizePrompt(model, [{ kind: 'text', text }]);
        assert.ok(tokens.every((token) => !control.includes(token)));
        assert.equal(textOfPieces(model.pieces, tokens), text);
      }),
    );
  });

  it('continues so that prompt and answer begin with the healed prompt', async () => {
    const prompts = fc.string({ unit: fc.constantFrom('t', 'h', 'e', ' ', '\n', '('), minLength: 2, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(prompts, async (prompt) => {
        await clearCaches(fresh);
        await generate(fresh, continuation(prompt, { healTokens: true, maxTokens: 4 }), hooks());
        const evaluated = (await evaluatedTexts(fresh)).join('');
        // The last decoded token is not evaluated, so either text may be the longer one.
        assert.ok(evaluated.startsWith(prompt) || prompt.startsWith(evaluated), `${evaluated} for ${prompt}`);
      }),
      { numRuns: 40 },
    );
  });
});

/** Text of about `tokenCount` one-byte tokens without a pattern. */
/** What each sequence's cache holds, as text. */
async function evaluatedTexts(model: LoadedModel): Promise<readonly string[]> {
  return await everySequence(model, async (sequence) => textOfPieces(model.pieces, sequence.contextTokens));
}
