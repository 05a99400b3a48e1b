/**
 * Saves states of the given lengths, as an engine does that is about to end, and tells whether a state of 60 tokens can be
 * restored. A program of its own, so that a test can limit what it may write.
 *
 * Usage: node saveStates.ts MODEL DIRECTORY LENGTH...
 */
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { stateModelKey } from '../../native/states/stateModelKey.ts';
import { StateStore } from '../../native/states/stateStore.ts';
import { modelIdentity } from '../../native/window/modelParts.ts';
import { slowPrefill } from './stateFixture.ts';

// Where a file may not grow any more, a write fails as on a full disk, once the signal has a handler.
process.on('SIGXFSZ', () => {});

const [modelPath = '', directory = '', ...lengths] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({ contextSize: 2048, batchSize: 128, threads: 1 });
const modelKey = await stateModelKey(
  context,
  await modelIdentity({ path: modelPath, header: await readHeader(modelPath) }),
);
const store = new StateStore({ directory, maxBytes: 2 ** 30, modelKey, log: (line) => console.log(`log: ${line}`) });
const sequence = context.getSequence();
for (const [index, length] of lengths.entries()) {
  const tokens = Array.from({ length: Number(length) }, (_, place) => ((place * 7 + index) % 200) as Token);
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
}
const match = store.best(Array.from({ length: 61 }, (_, place) => ((place * 7) % 200) as Token));
console.log(`done, restores: ${match !== undefined && (await store.restore(sequence, match.entry))}`);
await llama.dispose();
