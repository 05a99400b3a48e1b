import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { encodeGguf, type GgufContents, ggufFloat32, ggufUint32 } from '../support/ggufWriter.ts';
import { type TinyModelOptions, tinyModel } from '../support/tinyModel.ts';

describe('the windowed twin in llama.cpp', () => {
  let folder: string;
  let source: string;
  let target: string;
  let llama: Llama;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-twin-'));
    [source, target] = [join(folder, 'source.gguf'), join(folder, 'target.gguf')];
    llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled });
  });
  after(async () => {
    await llama.dispose();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => rm(target, { force: true }));

  const models: readonly (readonly [what: string, contents: () => GgufContents])[] = [
    ['one head for each group', () => tinyModel({ kvHeads: 4 })],
    ['four heads for each group', () => tinyModel({ heads: 8, embedding: 64, tokenizer: 'llama' })],
    ['a file of another alignment', () => ({ ...tinyModel(aligned(64)), alignment: 64 })],
    ['positions of another base', () => tinyModel({ metadata: { 'llama.rope.freq_base': ggufFloat32(1e6) } })],
    ['bent positions', () => withTensor('rope_freqs.weight', [1, 2, 4, 8])],
    [
      'biases',
      () =>
        withTensor(
          'blk.1.attn_output.bias',
          Array.from({ length: 32 }, (_, index) => index / 40),
        ),
    ],
  ];
  for (const [what, contents] of models) {
    it(`loads with its window, and writes what the model writes within it: ${what}`, async () => {
      await writeFile(source, encodeGguf(contents()));
      await writeWindowedTwin(source, target, 64);
      const [plain, twin] = [await write(llama, source), await write(llama, target)];
      assert.deepEqual([plain.windowTokens, twin.windowTokens], [undefined, 64]);
      assert.equal(twin.tokens.length, 24);
      assert.deepEqual(twin.tokens, plain.tokens);
    });
  }
});

function aligned(alignment: number): TinyModelOptions {
  return { metadata: { 'general.alignment': ggufUint32(alignment) } };
}

function withTensor(name: string, values: readonly number[]): GgufContents {
  const { metadata, tensors } = tinyModel();
  const data = new Uint8Array(Float32Array.from(values).buffer);
  return { metadata, tensors: [...tensors, { name, shape: [values.length], type: 0, data }] };
}

async function write(llama: Llama, modelPath: string) {
  const model = await llama.loadModel({ modelPath });
  try {
    const context = await model.createContext({ contextSize: 256, threads: 1 });
    const tokens: number[] = [];
    for await (const token of context
      .getSequence()
      .evaluate(model.tokenize('function a(', false), { temperature: 0 })) {
      tokens.push(token);
      if (tokens.length === 24) break;
    }
    return { tokens, windowTokens: model.fileInsights.swaSize };
  } finally {
    await model.dispose();
  }
}
