/**
 * Asks for a completion whose prompt an earlier engine has evaluated, beside a chat that is in prefill. Prints as JSON what
 * came of it. A program of its own, since the threads that file work shares with computing are counted when a process starts:
 * set UV_THREADPOOL_SIZE to 1, as the engine has it.
 *
 * Usage: node restoreBesideChat.ts FOLDER
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GenerateHooks, generate } from '../../native/generation/generate.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { continuation, never } from './engineFixture.ts';
import { randomText } from './randomText.ts';
import { slowPrefill } from './stateFixture.ts';
import { writeTinyModel } from './tinyModel.ts';

/** What is printed of the completion. */
export interface RestoredBesideChat {
  readonly stateBytes: number;
  readonly reusedTokens: number;
  /** Chunks of the chat that ended between the asking and the first token. */
  readonly chatChunks: number;
}

const [folder = ''] = process.argv.slice(2);
const modelPath = join(folder, 'large-cache.gguf');
const statesDirectory = join(folder, 'states');
await writeTinyModel(modelPath, { contextLength: 8192, layers: 8, heads: 8, kvHeads: 8, embedding: 256 });
const load = () => {
  const params = { modelPath, contextSizeTokens: 8192, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
  return LoadedModel.load(params, () => {}, never, { statesDirectory });
};
const quiet: GenerateHooks = {
  onDelta: () => {},
  onReused: () => {},
  onEvaluated: () => {},
  signal: never,
  stopSignal: never,
};
const request = continuation(randomText(1500, 1), { maxTokens: 1 });

const before = await load();
await generate(before, request, quiet);
for (const sequence of before.lanes.typing.sequences) {
  await before.states?.save(sequence, { prefillTokensPerSecond: slowPrefill });
}
await before.dispose();

const after = await load();
const ending = new AbortController();
let chatChunks = 0;
const chatting = new Promise<void>((resolve, reject) => {
  const onEvaluated = () => {
    chatChunks += 1;
    if (chatChunks === 2) resolve();
  };
  const chat = continuation(randomText(8000, 2), { purpose: 'chat', maxTokens: 1 });
  generate(after, chat, { ...quiet, onEvaluated, signal: ending.signal }).catch((error: unknown) => {
    if (!isCancelled(error)) reject(error);
  });
});
await chatting;
const askedAt = chatChunks;
let firstTokenAt = 0;
const { counts } = await generate(after, request, {
  ...quiet,
  onDelta: () => {
    firstTokenAt ||= chatChunks;
  },
});
ending.abort();
const [state = ''] = (await readdir(statesDirectory)).filter((name) => name.endsWith('.state'));
const printed: RestoredBesideChat = {
  stateBytes: (await stat(join(statesDirectory, state))).size,
  reusedTokens: counts.reusedTokens,
  chatChunks: firstTokenAt - askedAt,
};
console.log(JSON.stringify(printed));
process.exit();
