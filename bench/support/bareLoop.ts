/**
 * The least that node-llama-cpp needs to answer, in a process of its own: what our engine is measured against. Started
 * by bench/decode.ts with the same threads and the same libuv pool as the engine.
 */
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

export interface BareRequest {
  readonly text: string;
  readonly maxTokens: number;
}

export interface BareResult {
  readonly prefillTokens: number;
  readonly prefillMs: number;
  readonly decodeTokens: number;
  readonly decodeMs: number;
}

const [modelPath = '', threads = '1', contextSize = '4096', batchSize = '128'] = process.argv.slice(2);
const llama = await getLlama({
  gpu: false,
  build: 'never',
  logLevel: LlamaLogLevel.error,
  maxThreads: Number(threads),
});
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  contextSize: Number(contextSize),
  threads: Number(threads),
  batchSize: Number(batchSize),
});
const sequence = context.getSequence();

process.on('message', async ({ text, maxTokens }: BareRequest) => {
  await sequence.clearHistory();
  const tokens = model.tokenize(text);
  const startedAtMs = performance.now();
  let firstTokenAtMs = startedAtMs;
  let decodeTokens = 0;
  for await (const _ of sequence.evaluate(tokens, { temperature: 0 })) {
    if (decodeTokens === 0) firstTokenAtMs = performance.now();
    decodeTokens += 1;
    if (decodeTokens === maxTokens) break;
  }
  const result: BareResult = {
    prefillTokens: tokens.length,
    prefillMs: firstTokenAtMs - startedAtMs,
    decodeTokens,
    decodeMs: performance.now() - firstTokenAtMs,
  };
  process.send?.(result);
});
process.send?.('ready');
