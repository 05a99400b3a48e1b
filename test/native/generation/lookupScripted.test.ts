import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Token } from 'node-llama-cpp';
import { decode } from '../../../native/generation/decode.ts';
import { LookupGuesses } from '../../../native/generation/lookupGuesses.ts';
import { prefill } from '../../../native/generation/prefill.ts';
import { seededRandom } from '../../../native/generation/seededRandom.ts';
import { tokenizePrompt } from '../../../native/generation/tokenizePrompt.ts';
import { LoadedModel } from '../../../native/model/loadedModel.ts';
import { ensureDefaultModel } from '../../support/defaultModel.ts';
import { continuation, never } from '../../support/engineFixture.ts';
import { ReferenceSequence } from '../../support/referenceSequence.ts';
import { scriptedSequence } from '../../support/scriptedSequence.ts';
import { type TinyMistral, windowTokens, writeTinyMistral } from '../../support/tinyMistral.ts';

/** Weights, keys and values of 16 bits, rounded otherwise in a batch than one by one. */
const f16Noise = 5e-2;

describe('text that is copied, decoded with lookup', function () {
  this.timeout(300_000);
  let folder: string;
  let mistral: TinyMistral;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-lookup-'));
    mistral = await writeTinyMistral(folder, 2);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has the probabilities of the equations in float64, with a window, and far behind it', async () => {
    const model = await load(mistral.windowedPath);
    const tokens = (text: string) => tokenizePrompt(model, [{ kind: 'text', text }]);
    const random = seededRandom(7);
    const lines = Array.from({ length: 8 }, () => randomLine(random));
    const prompt = tokens(lines.join(''));
    const copies = Array.from({ length: 7 }, () => lines.map((line) => (random() < 0.4 ? randomLine(random) : line)));
    const answer = tokens(copies.flat().join(''));
    const { logProbabilities, counts, calls } = await decodeScript(model, prompt, answer, true);
    await model.dispose();
    assert.ok(counts.agreedTokens > 500, `${counts.agreedTokens} guesses agreed`);
    assert.ok(
      counts.guessedTokens - counts.agreedTokens > 50,
      `${counts.guessedTokens} guessed, ${counts.agreedTokens} agreed`,
    );
    // The last call is the one that finds the end.
    assert.equal(calls, answer.length + 1 - counts.agreedTokens);

    const reference = new ReferenceSequence(mistral.reference, windowTokens);
    const all = [...prompt, ...answer];
    reference.become(all);
    const expected = answer.map((token, index) => reference.logProbabilities(prompt.length + index - 1)[token]);
    const worst = greatestDifference(logProbabilities, expected);
    assert.ok(worst <= f16Noise, `differs by ${worst}`);
  });

  it('has the probabilities that the default model gives it one by one', async () => {
    const model = await load(await ensureDefaultModel());
    const tokens = (text: string) => tokenizePrompt(model, [{ kind: 'text', text }]);
    const prompt = tokens(`Rename total to sum:\n${code}\nRenamed:\n`);
    const answer = tokens(code.replaceAll('total', 'sum'));
    const plain = await decodeScript(model, prompt, answer, false);
    const lookup = await decodeScript(model, prompt, answer, true);
    await model.dispose();
    assert.ok(lookup.counts.agreedTokens > answer.length / 2, `${lookup.counts.agreedTokens} guesses agreed`);
    assert.ok(lookup.calls < 0.7 * plain.calls, `${lookup.calls} calls, ${plain.calls} without lookup`);
    const worst = greatestDifference(lookup.logProbabilities, plain.logProbabilities);
    assert.ok(worst <= f16Noise, `differs by ${worst}`);
  });
});

const code = `export function average(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}
`;

function randomLine(random: () => number): string {
  const word = () => Array.from({ length: 4 }, () => String.fromCharCode(97 + Math.floor(26 * random()))).join('');
  return `${Array.from({ length: 5 }, word).join(' ')};\n`;
}

function greatestDifference(found: readonly number[], expected: readonly (number | undefined)[]): number {
  return Math.max(...found.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))));
}

async function load(modelPath: string): Promise<LoadedModel> {
  const params = { modelPath, contextSizeTokens: 4096, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
  return await LoadedModel.load(params, () => {}, never);
}

/** Decodes what a script says, and counts native calls. */
async function decodeScript(model: LoadedModel, prompt: readonly Token[], answer: readonly Token[], looksUp: boolean) {
  const request = { prompt, urgency: 1, signal: never, stopSignal: never } as const;
  const { sequence, release } = await model.lanes.reading.acquire(request);
  await sequence.clearHistory();
  const { take, ...turns } = model.scheduler.enter('refactor', never);
  let calls = 0;
  const counted: typeof take = async (call) => {
    calls += 1;
    return await take(call);
  };
  const script = scriptedSequence(sequence, [...prompt, ...answer]);
  const call = { sequence: script, turns: { ...turns, take: counted }, onEvaluated: () => {} };
  const lastChunk = await prefill(call, prompt, 0);
  calls = 0;
  const guesses = new LookupGuesses(model, prompt);
  const start = { prompt, lastChunk, required: '', ...(looksUp && { guesses }) };
  const asked = continuation('', { maxTokens: answer.length + 1, logProbabilities: true });
  const logProbabilities: number[] = [];
  for await (const step of decode(model, call, asked, start, { signal: never, stopSignal: never })) {
    if (step.kind === 'finished') break;
    logProbabilities.push(step.logProbability ?? Number.NaN);
  }
  release();
  assert.equal(logProbabilities.length, answer.length);
  return { logProbabilities, counts: guesses.counts, calls };
}
