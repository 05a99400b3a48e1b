import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { type DecodeStep, decode } from '../../native/generation/decode.ts';
import { type GuessCounts, LookupGuesses } from '../../native/generation/lookupGuesses.ts';
import { prefill } from '../../native/generation/prefill.ts';
import type { LoadedModel } from '../../native/model/loadedModel.ts';
import { continuation, never } from '../../test/support/engineFixture.ts';
import { scriptedSequence } from '../../test/support/scriptedSequence.ts';
import { type Times, timed } from './timed.ts';

export interface Race {
  readonly plain: Decoded;
  readonly lookup: Decoded & GuessCounts;
}

interface Decoded extends Times {
  /** Without the first one, which comes with the prompt. */
  readonly tokens: number;
}

interface Runner {
  readonly steps: AsyncGenerator<DecodeStep, void, void>;
  tokens: number;
  ms: number;
  cpuMs: number;
  isDone: boolean;
}

/**
 * Decodes an answer with and without lookup, some tokens each in turn, so that whatever else the machine does meets both.
 *
 * @param answer absent: what the model writes, up to {@link maxFreeTokens}, which may differ at near ties.
 */
export async function raceLookup(
  model: LoadedModel,
  [first, second]: readonly [LlamaContextSequence, LlamaContextSequence],
  prompt: readonly Token[],
  answer?: readonly Token[],
): Promise<Race> {
  const guesses = new LookupGuesses(model, prompt);
  const plain = await start(model, first, { prompt, answer });
  const lookup = await start(model, second, { prompt, answer, guesses });
  while (!plain.isDone || !lookup.isDone) {
    const next = !lookup.isDone && (plain.isDone || lookup.tokens <= plain.tokens) ? lookup : plain;
    await advance(next);
  }
  return { plain: decoded(plain), lookup: { ...decoded(lookup), ...guesses.counts } };
}

interface Asked {
  readonly prompt: readonly Token[];
  readonly answer: readonly Token[] | undefined;
  readonly guesses?: LookupGuesses;
}

async function start(
  model: LoadedModel,
  sequence: LlamaContextSequence,
  { prompt, answer, guesses }: Asked,
): Promise<Runner> {
  await sequence.clearHistory();
  const turns = model.scheduler.enter('refactor', never);
  const deciding = answer === undefined ? sequence : scriptedSequence(sequence, [...prompt, ...answer]);
  const call = { sequence: deciding, turns, onEvaluated: () => {} };
  const lastChunk = await prefill(call, prompt, 0);
  const request = continuation('', { maxTokens: answer === undefined ? maxFreeTokens : answer.length + 1 });
  const begin = { prompt, lastChunk, required: '', ...(guesses && { guesses }) };
  const steps = decode(model, call, request, begin, { signal: never, stopSignal: never });
  await steps.next();
  return { steps, tokens: 1, ms: 0, cpuMs: 0, isDone: false };
}

/** Some tokens more. Those of one native call come together, so the others are not far behind in time. */
async function advance(runner: Runner): Promise<void> {
  const { ms, cpuMs } = await timed(async () => {
    for (let count = 0; count < sliceTokens && !runner.isDone; count++) {
      const { value } = await runner.steps.next();
      if (value?.kind === 'token') runner.tokens += 1;
      else runner.isDone = true;
    }
  });
  runner.ms += ms;
  runner.cpuMs += cpuMs;
}

function decoded({ tokens, ms, cpuMs }: Runner): Decoded {
  return { tokens: tokens - 1, ms, cpuMs };
}

const sliceTokens = 24;
const maxFreeTokens = 200;
