import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type GenerateHooks, generate } from '../../../native/generation/generate.ts';
import { LoadedModel } from '../../../native/model/loadedModel.ts';
import type { GenerateRequest, GenerateResult } from '../../../src/shared/engine.ts';
import { assertSameUpToRounding } from '../../support/assertSameUpToRounding.ts';
import { continuation, never } from '../../support/engineFixture.ts';
import { clearCaches } from '../../support/everySequence.ts';
import { writeTinyModel } from '../../support/tinyModel.ts';

describe('generating with lookup', function () {
  this.timeout(120_000);
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-lookup-'));
    const modelPath = join(folder, 'tiny.gguf');
    // These weights make a model that goes round in circles for a while, then leaves them. Each letter is a token.
    await writeTinyModel(modelPath, { contextLength: 1024, weightSpread: 0.4, outputSpread: 4, words: [] });
    const params = { modelPath, contextSizeTokens: 1024, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (request: GenerateRequest, over: Partial<GenerateHooks> = {}) => {
    const silent = { onDelta: () => {}, onReused: () => {}, onEvaluated: () => {} };
    return await generate(model, request, { ...silent, signal: never, stopSignal: never, ...over });
  };
  const copying = (text: string, options: Partial<GenerateRequest> = {}) =>
    continuation(text, { copiesPrompt: true, logProbabilities: true, maxTokens: 200, ...options });

  /** Without lookup and with it, from an empty cache each. */
  async function both(
    request: GenerateRequest,
    over: () => Partial<GenerateHooks> = () => ({}),
  ): Promise<{ readonly plain: GenerateResult; readonly lookup: GenerateResult }> {
    await clearCaches(model);
    const plain = await run({ ...request, copiesPrompt: false }, over());
    await clearCaches(model);
    return { plain, lookup: await run(request, over()) };
  }

  function assertSame({ plain, lookup }: Awaited<ReturnType<typeof both>>): void {
    assert.deepEqual([lookup.text, lookup.finish], [plain.text, plain.finish]);
    assertSameUpToRounding(lookup.logProbabilities ?? [], plain.logProbabilities ?? [], true);
    assert.equal(lookup.counts.decodeTokens, plain.counts.decodeTokens);
  }

  it('answers the same in fewer native calls, after wrong guesses too', async () => {
    const pair = await both(copying('abc ', { maxTokens: 300 }));
    assertSame(pair);
    const { guessedTokens = 0, agreedTokens = 0 } = pair.lookup.counts;
    assert.ok(agreedTokens >= 50 && guessedTokens - agreedTokens >= 50, `${guessedTokens}, ${agreedTokens}`);
    assert.equal(pair.plain.counts.guessedTokens, undefined);
  });

  it('answers the same to any prompt, healed or not', async () => {
    const prompts = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', 'the ', 're'),
      minLength: 1,
      maxLength: 40,
    });
    let agreed = 0;
    await fc.assert(
      fc.asyncProperty(prompts, fc.boolean(), async (text, healTokens) => {
        const { plain, lookup } = await both(copying(text, { healTokens, maxTokens: 120 }));
        const [found, expected] = [lookup.logProbabilities ?? [], plain.logProbabilities ?? []];
        assertSameUpToRounding(found, expected, lookup.text === plain.text);
        agreed += lookup.counts.agreedTokens ?? 0;
      }),
      { numRuns: 30 },
    );
    assert.ok(agreed > 200, `${agreed} guesses agreed`);
  });

  it('ends at the same token, whatever ends it', async () => {
    const { text } = await run(copying('abc '));
    for (let maxTokens = 60; maxTokens < 76; maxTokens++) assertSame(await both(copying('abc ', { maxTokens })));
    for (const at of [50, 61, 72, 90]) {
      assertSame(await both(copying('abc ', { stop: [text.slice(at, at + 3)] })));
      let heard = '';
      const hooks = () => {
        heard = '';
        const stop = new AbortController();
        const onDelta = (delta: string) => {
          heard += delta;
          if (heard.length >= at) stop.abort();
        };
        return { onDelta, stopSignal: stop.signal };
      };
      const pair = await both(copying('abc '), hooks);
      assertSame(pair);
      assert.equal(pair.lookup.finish, 'stopped');
      assert.equal(heard, pair.lookup.text);
    }
  });

  it('fills the context to its last token, and no further', async () => {
    const pair = await both(copying('"< '.repeat(280), { maxTokens: 500 }));
    assertSame(pair);
    assert.equal(pair.lookup.finish, 'contextFull');
    assert.equal(pair.lookup.counts.promptTokens + pair.lookup.counts.decodeTokens, 1024);
    assert.ok((pair.lookup.counts.agreedTokens ?? 0) > 0);
  });

  it('leaves a cache behind that the next request can use, when it is aborted too', async () => {
    const first = await run(copying('round and round'));
    for (const cut of [3, 20, 40, 41, 60, 80]) {
      const abort = new AbortController();
      let heard = 0;
      const onDelta = (delta: string) => {
        heard += delta.length;
        if (heard > cut) abort.abort();
      };
      await clearCaches(model);
      await assert.rejects(run(copying('round and round'), { signal: abort.signal, onDelta }), {
        name: 'CancelledError',
      });
      const next = copying(`round and round${first.text.slice(0, cut)}`, { maxTokens: 30 });
      const warm = await run(next);
      assert.ok(warm.counts.reusedTokens > 0, `${cut}: ${warm.counts.reusedTokens} of ${warm.counts.promptTokens}`);
      await clearCaches(model);
      const cold = await run({ ...next, copiesPrompt: false });
      assertSameUpToRounding(warm.logProbabilities ?? [], cold.logProbabilities ?? [], warm.text === cold.text);
    }
  });

  it('gives the same text for the same seed, and each token its own frequency', async () => {
    const text = `a b. c; ${(await run(copying('a b. c; ', { maxTokens: 60 }))).text}`;
    const sampled = (seed: number, copiesPrompt: boolean) =>
      run(copying(text, { copiesPrompt, maxTokens: 12, sampling: { temperature: 1, topK: 2, topP: 1, seed } }));
    assert.equal((await sampled(1, true)).text, (await sampled(1, true)).text);

    const [plain, lookup] = [new Map<string, number>(), new Map<string, number>()];
    let [agreed, tokens] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      for (const letter of (await sampled(seed, false)).text) plain.set(letter, (plain.get(letter) ?? 0) + 1);
      const answer = await sampled(seed, true);
      for (const letter of answer.text) lookup.set(letter, (lookup.get(letter) ?? 0) + 1);
      agreed += answer.counts.agreedTokens ?? 0;
      tokens += answer.counts.decodeTokens;
    }
    assert.ok(agreed > 50, `${agreed} guesses agreed`);
    const moved = [...plain].map(([letter, count]) => Math.max(0, count - (lookup.get(letter) ?? 0)));
    const share = moved.reduce((sum, count) => sum + count, 0) / tokens;
    // Where guesses are only taken as the likeliest tokens, it is three times as much.
    assert.ok(share < 0.012, `${share} of the letters are others`);
  });
});
