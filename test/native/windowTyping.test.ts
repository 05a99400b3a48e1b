import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaContext, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { prefill } from '../../native/generation/prefill.ts';
import { seededRandom } from '../../native/generation/seededRandom.ts';
import { LlamaRuntime } from '../../native/model/llamaRuntime.ts';
import { NativeCalls } from '../../native/model/nativeCalls.ts';
import { Scheduler } from '../../native/scheduling/scheduler.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { planRollBack, type RollBack, rollBack } from '../../native/sequences/rollBack.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { nextLogProbabilities } from '../support/nextLogProbabilities.ts';
import { greatestDifference } from '../support/referenceMath.ts';
import { ReferenceSequence } from '../support/referenceSequence.ts';
import { randomTokens, type TinyMistral, windowTokens, writeTinyMistral } from '../support/tinyMistral.ts';

/** Takes from the cache what the prompt does not share with it. */
type Erase = (sequence: LlamaContextSequence, prompt: readonly Token[]) => Promise<unknown>;

/** What somebody does to the prompt between two evaluations. */
interface TypingStep {
  readonly erased: number;
  readonly typed: number;
  /** Where to keep a checkpoint, as a part of the prompt; 0: nowhere. */
  readonly stableShare: number;
  /** The next keystroke comes before this one's prompt is evaluated. */
  readonly isAborted: boolean;
}

/** The most log-probabilities may differ, with an f32 cache. */
const limit = 1e-3;

describe('a windowed cache under random typing', function () {
  this.timeout(300_000);
  let folder: string;
  let mistral: TinyMistral;
  let model: LlamaModel;
  let context: LlamaContext;
  const scheduler = new Scheduler(new NativeCalls());
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-typing-'));
    mistral = await writeTinyMistral(folder, 2);
    const { llama } = await LlamaRuntime.of('cpu');
    model = await llama.loadModel({ modelPath: mistral.windowedPath });
  });
  beforeEach(async () => {
    context = await model.createContext({
      contextSize: 16_384,
      sequences: 2,
      batchSize: chunkTokens,
      threads: 1,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F32',
      experimentalKvCacheValueType: 'F32',
    });
  });
  afterEach(() => context.dispose());
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('never differs from a fresh evaluation', async () => {
    const kinds: RollBack['kind'][] = [];
    const counted: Erase = async (sequence, prompt) => {
      kinds.push(planRollBack(sequence, prompt).kind);
      await rollBack(sequence, prompt);
    };
    const worst = await type(3_000, counted);
    assert.ok(worst <= limit, `differs by ${worst}`);
    // Each way back has been taken, or the test proves nothing.
    for (const kind of ['erase', 'restore', 'clear'] as const) {
      const times = kinds.filter((taken) => taken === kind).length;
      assert.ok(times >= 30, `${kind}: ${times} times`);
    }
  });

  it('differs where the library alone decides what it may keep', async () => {
    const unguarded: Erase = async (sequence, prompt) => {
      const shared = Math.min(sequence.compareContextTokens([...prompt]).firstDifferentIndex, prompt.length - 1);
      await sequence.adaptStateToTokens(prompt.slice(0, shared), false);
    };
    const worst = await type(300, unguarded);
    assert.ok(worst > 100 * limit, `differs by ${worst}`);
  });

  /** Types on two sequences by chance. @returns the greatest difference from the reference at the end of any prompt. */
  async function type(steps: number, erase: Erase): Promise<number> {
    const typists = [1, 2].map((seed) => ({
      sequence: context.getSequence({ checkpoints: { interval: false, max: 8, maxMemory: 2 ** 20 } }),
      reference: new ReferenceSequence(mistral.reference, windowTokens),
      prompt: randomTokens(mistral.reference, 1, seed),
    }));
    const random = seededRandom(3);
    let worst = 0;
    for (let step = 0; step < steps; step++) {
      const typist = typists[Math.floor(random() * typists.length)] as (typeof typists)[0];
      const { erased, typed, stableShare, isAborted } = randomStep(random, typist.prompt.length);
      const kept = typist.prompt.slice(0, Math.max(1, typist.prompt.length - erased));
      const prompt = [...kept, ...randomTokens(mistral.reference, typed, step)];
      typist.prompt = prompt;

      await erase(typist.sequence, prompt);
      const stableTokens = Math.floor(stableShare * (prompt.length - 1));
      const lastChunk = await prefillOrAbort(typist.sequence, prompt, stableTokens, isAborted);
      if (lastChunk === undefined) continue;
      const [found] = await nextLogProbabilities(typist.sequence, lastChunk, lastChunk.length - 1);
      typist.reference.become(prompt);
      const expected = typist.reference.logProbabilities(prompt.length - 1);
      worst = Math.max(worst, greatestDifference(found as Float64Array, expected));
    }
    return worst;
  }

  /** @returns the last chunk; `undefined` where it came to an abort. */
  async function prefillOrAbort(
    sequence: LlamaContextSequence,
    prompt: readonly Token[],
    stableTokens: number,
    isAborted: boolean,
  ): Promise<readonly Token[] | undefined> {
    const abort = new AbortController();
    const turns = scheduler.enter('completion', abort.signal);
    const onEvaluated = () => {
      if (isAborted) abort.abort();
    };
    try {
      const lastChunk = await prefill({ sequence, turns, onEvaluated }, prompt, stableTokens);
      return abort.signal.aborted ? undefined : lastChunk;
    } catch (error) {
      if (!isCancelled(error)) throw error;
      return undefined;
    }
  }
});

/** 0 to 100 tokens are erased and typed, few more often than many; now and then a jump far back. */
function randomStep(random: () => number, promptTokens: number): TypingStep {
  const isJump = random() < 0.07;
  return {
    erased: isJump ? Math.floor(random() * 0.6 * promptTokens) : Math.floor(101 * random() ** 3),
    typed: Math.floor(101 * random() ** 2),
    stableShare: random() < 0.3 ? random() : 0,
    isAborted: random() < 0.1,
  };
}
