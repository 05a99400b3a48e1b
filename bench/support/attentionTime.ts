import type { Llama, LlamaContextSequence, Token } from 'node-llama-cpp';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { median } from './median.ts';
import type { ModelPair } from './modelPair.ts';

/** Milliseconds of one kind of call at some depth. */
export interface CallTimes {
  readonly fullMs: number;
  readonly windowedMs: number;
  /** The same call at depth 0: everything but attention. */
  readonly shallowMs: number;
}

export interface AttentionTime {
  /** All chunks, from the first token to the last. */
  readonly prefill: CallTimes;
  /** The last {@link chunksPerBand} chunks, each. */
  readonly lastChunk: CallTimes;
  /** One token behind all of them. */
  readonly decode: CallTimes;
}

type Kind = 'full' | 'windowed' | 'shallow';
const kinds: readonly Kind[] = ['full', 'windowed', 'shallow'];

/**
 * Prefills `depthTokens` tokens in chunks, with and without the window and at depth 0 in turn, then decodes in turn. Each
 * figure is made of medians over calls of nearly equal depth, so that what else the machine does weighs little.
 */
export async function measureAttentionTime(
  llama: Llama,
  { fullPath, windowedPath }: ModelPair,
  { depthTokens, threads, decodeRounds }: AttentionTimeOptions,
): Promise<AttentionTime> {
  const models = [await llama.loadModel({ modelPath: fullPath }), await llama.loadModel({ modelPath: windowedPath })];
  const [full, windowed] = models as [(typeof models)[0], (typeof models)[0]];
  const sequence = async (model: typeof full, contextSize: number) =>
    (await model.createContext({ contextSize, batchSize: chunkTokens, threads })).getSequence();
  const room = depthTokens + decodeRounds + chunkTokens;
  const sequences: Readonly<Record<Kind, LlamaContextSequence>> = {
    full: await sequence(full, room),
    windowed: await sequence(windowed, room),
    shallow: await sequence(full, 2 * chunkTokens),
  };
  // Any tokens do: how long attention takes does not depend on what it finds.
  const chunk = Array.from({ length: chunkTokens }, (_, index) => (260 + (index % 64)) as Token);
  const bands: CallTimes[] = [];
  for (let start = 0; start < depthTokens; start += chunksPerBand * chunkTokens) {
    bands.push(await timeInTurn(sequences, chunk, chunksPerBand));
    process.stderr.write(`prefilled ${start + chunksPerBand * chunkTokens} of ${depthTokens} tokens\r`);
  }
  const decode = await timeInTurn(sequences, chunk.slice(0, 1), decodeRounds);
  for (const model of models) await model.dispose();
  const total = (kind: keyof CallTimes) => chunksPerBand * bands.reduce((sum, band) => sum + band[kind], 0);
  return {
    prefill: { fullMs: total('fullMs'), windowedMs: total('windowedMs'), shallowMs: total('shallowMs') },
    lastChunk: bands.at(-1) as CallTimes,
    decode,
  };
}

interface AttentionTimeOptions {
  /** A multiple of a band. */
  readonly depthTokens: number;
  readonly threads: number;
  readonly decodeRounds: number;
}

/** So many chunks are taken to be at the same depth: attention's cost grows evenly within them. */
const chunksPerBand = 8;

/** Medians over `rounds`, in each of which every sequence takes its turn, another one first each time. */
async function timeInTurn(
  sequences: Readonly<Record<Kind, LlamaContextSequence>>,
  tokens: readonly Token[],
  rounds: number,
): Promise<CallTimes> {
  const times: Readonly<Record<Kind, number[]>> = { full: [], windowed: [], shallow: [] };
  for (let round = 0; round < rounds; round++) {
    for (const turn of kinds.keys()) {
      const kind = kinds[(round + turn) % kinds.length] as Kind;
      const sequence = sequences[kind];
      if (kind === 'shallow') await sequence.clearHistory();
      const startedAtMs = performance.now();
      await evaluate(sequence, tokens);
      times[kind].push(performance.now() - startedAtMs);
    }
  }
  return { fullMs: median(times.full), windowedMs: median(times.windowed), shallowMs: median(times.shallow) };
}

/** Asks for a figure of the last token, without which a graphics card would still be computing when the call returns. */
async function evaluate(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<void> {
  const last = tokens.length - 1;
  await sequence.controlledEvaluate(
    tokens.map((token, index) => (index < last ? token : [token, { generateNext: { totalLogitWeight: true } }])),
  );
}

/** Attention's own share of a call. */
export function attentionMs({ fullMs, windowedMs, shallowMs }: CallTimes) {
  return { fullMs: fullMs - shallowMs, windowedMs: windowedMs - shallowMs };
}
