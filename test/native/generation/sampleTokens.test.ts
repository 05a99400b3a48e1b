import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { LookupGuesses } from '../../../native/generation/lookupGuesses.ts';
import { prefill } from '../../../native/generation/prefill.ts';
import { sampleTokens } from '../../../native/generation/sampleTokens.ts';
import { tokenizePrompt } from '../../../native/generation/tokenizePrompt.ts';
import { LoadedModel } from '../../../native/model/loadedModel.ts';
import { chunkTokens } from '../../../native/sequences/chunkTokens.ts';
import { continuation, never } from '../../support/engineFixture.ts';
import { randomText } from '../../support/randomText.ts';
import { scriptedSequence } from '../../support/scriptedSequence.ts';
import { writeTinyModel } from '../../support/tinyModel.ts';

describe('sampling tokens with guesses', function () {
  this.timeout(120_000);
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-sample-'));
    const modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath, { contextLength: 1024 });
    const params = { modelPath, contextSizeTokens: 1024, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const lines = Array.from({ length: 50 }, (_, index) => `${randomText(6, index)} ${randomText(5, 100 + index)}\n`);
  const tokensOf = (text: string) => tokenizePrompt(model, [{ kind: 'text', text }]);

  /**
   * Samples what `answer` says behind all the lines.
   *
   * @param onToken told of the number of tokens so far, before the next one is asked for. `false`: no more is asked for.
   */
  async function sample(
    answer: string,
    signal: AbortSignal,
    onToken: (count: number, sequence: LlamaContextSequence) => Promise<boolean>,
  ) {
    const prompt = tokensOf(lines.join(''));
    const script = [...prompt, ...tokensOf(answer)];
    const request = { prompt, urgency: 1, signal: never, stopSignal: never } as const;
    const { sequence, release } = await model.lanes.reading.acquire(request);
    await sequence.clearHistory();
    const { take, ...turns } = model.scheduler.enter('refactor', signal);
    /** In tokens: what each turn has evaluated. */
    const turnTokens: number[] = [];
    const counted: typeof take = (call) =>
      take(async () => {
        const start = sequence.nextTokenIndex;
        const result = await call();
        turnTokens.push(Math.max(0, sequence.nextTokenIndex - start));
        return result;
      });
    const call = { sequence: scriptedSequence(sequence, script), turns: { ...turns, take: counted }, onEvaluated() {} };
    const guesses = new LookupGuesses(model, prompt);
    const tokens: Token[] = [];
    try {
      const start = { prompt, lastChunk: await prefill(call, prompt, 0), required: '', guesses };
      for await (const { token } of sampleTokens(model, call, continuation('', { maxTokens: 300 }), start)) {
        tokens.push(token);
        if (!(await onToken(tokens.length, sequence))) break;
      }
    } finally {
      release();
    }
    return { tokens, turnTokens, counts: guesses.counts };
  }

  it('counts the guesses of the tokens that were asked for only', async () => {
    const answer = lines.slice(0, 5).join('');
    let agreed = 0;
    for (let count = 15; count <= 35; count++) {
      const { tokens, counts } = await sample(answer, never, async (so) => so < count);
      assert.deepEqual(tokens, tokensOf(answer).slice(0, count));
      // Each token is a guess or not.
      assert.ok(counts.agreedTokens - agreed <= 1, `${counts.agreedTokens} of ${count} tokens, ${agreed} before`);
      agreed = counts.agreedTokens;
    }
    assert.ok(agreed > 8, `${agreed} guesses agreed`);
  });

  const answers = [
    ['copied', lines.slice(0, 5).join('')],
    ['new', randomText(60, 1000)],
  ] as const;
  for (const [kind, answer] of answers) {
    it(`evaluates in chunks what a cleared sequence lacks, where the text is ${kind}`, async () => {
      const { tokens, turnTokens, counts } = await sample(answer, never, async (count, sequence) => {
        if (count === 30) await sequence.clearHistory();
        return true;
      });
      assert.deepEqual(tokens, tokensOf(answer));
      assert.equal(counts.agreedTokens > 0, kind === 'copied');
      assert.ok(Math.max(...turnTokens) <= chunkTokens, `${turnTokens}`);
      const prompt = tokensOf(lines.join(''));
      assert.ok(turnTokens.reduce((sum, tokens) => sum + tokens) > 2 * prompt.length, `${turnTokens}`);
    });

    it(`evaluates a chunk at most when it is aborted meanwhile, where the text is ${kind}`, async () => {
      const abort = new AbortController();
      let cleared: LlamaContextSequence | undefined;
      const sampled = sample(answer, abort.signal, async (count, sequence) => {
        if (count === 30) {
          cleared = sequence;
          await sequence.clearHistory();
          setImmediate(() => abort.abort());
        }
        return true;
      });
      await assert.rejects(sampled, { name: 'CancelledError' });
      assert.ok(cleared !== undefined && cleared.nextTokenIndex <= chunkTokens, `${cleared?.nextTokenIndex}`);
    });
  }
});
