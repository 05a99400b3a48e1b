/**
 * Loads model files with llama.cpp, one after the other, and has each write a few tokens. A program of its own, because
 * a bad file can abort it. Prints one JSON line a file: `{ path, outcome }`.
 *
 * Usage: node loadModels.ts FILE...
 */
import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';

const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled });
for (const path of process.argv.slice(2)) {
  const outcome = await load(llama, path).catch((error: unknown) => `refused: ${String(error)}`);
  process.stdout.write(`${JSON.stringify({ path, outcome })}\n`);
}
await llama.dispose();

async function load(llama: Llama, modelPath: string): Promise<string> {
  const model = await llama.loadModel({ modelPath });
  try {
    // Two threads on a busy machine wait for each other.
    const context = await model.createContext({ contextSize: 128, batchSize: 32, threads: 1 });
    const sequence = context.getSequence();
    let count = 0;
    for await (const _ of sequence.evaluate(model.tokenize('function a(', false), { temperature: 0 })) {
      count += 1;
      if (count === 4) break;
    }
    return `wrote ${count} tokens`;
  } finally {
    await model.dispose();
  }
}
