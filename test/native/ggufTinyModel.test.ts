import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { getLlama, type Llama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { type TokenPieces, textOfPieces, tokenPieces } from '../../native/vocabulary/tokenPieces.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const markers = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];

describe('the tiny model', () => {
  let folder: string;
  let llama: Llama;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-tiny-'));
    llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled });
  });
  after(async () => {
    await llama.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('is the same file for the same seed, and another for another', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeTinyModel(first, { seed: 7 });
    await writeTinyModel(second, { seed: 7 });
    await writeTinyModel(third, { seed: 8 });
    assert.deepEqual(await readFile(first), await readFile(second));
    assert.notDeepEqual(await readFile(first), await readFile(third));
  });

  for (const tokenizer of ['gpt2', 'llama'] as const) {
    describe(`with a ${tokenizer} tokenizer`, () => {
      let model: LlamaModel;
      let pieces: TokenPieces;
      before(async () => {
        const modelPath = join(folder, `${tokenizer}.gguf`);
        await writeTinyModel(modelPath, { tokenizer, extraControlTokens: markers });
        model = await llama.loadModel({ modelPath });
        pieces = tokenPieces(await readHeader(modelPath), model);
      });
      after(() => model.dispose());

      it('gives every text back', () => {
        // SentencePiece writes a space as this letter and so cannot tell the two apart.
        const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((written) => !written.includes('\u2581'));
        const spelled = fc.array(fc.oneof(text, fc.constantFrom(...markers, ' the', '\r\n', '    ')), { maxLength: 5 });
        fc.assert(
          fc.property(spelled, (parts) => {
            const written = parts.join('');
            // By the vocabulary's own pieces: the library's detokeniser takes the space out of ` !`.
            assert.equal(textOfPieces(pieces, model.tokenize(written, false)), written);
          }),
        );
      });

      it('has one token for each marker, and none of them in text', () => {
        for (const marker of markers) {
          const [token, ...more] = model.tokenize(marker, true);
          assert.deepEqual(more, []);
          assert.ok(token !== undefined && !model.tokenize(marker, false).includes(token));
        }
      });

      it('writes the same printable text twice', async () => {
        const [first, second] = [await write(model), await write(model)];
        assert.equal(first.tokens.length, 20);
        assert.deepEqual(first, second);
        assert.match(first.text, /^[\n\x20-\x7e]+$/);
      });
    });
  }
});

async function write(model: LlamaModel) {
  const context = await model.createContext({ contextSize: 256, threads: 1 });
  try {
    const tokens: number[] = [];
    const prompt = model.tokenize('function return(', false);
    for await (const token of context.getSequence().evaluate(prompt, { temperature: 0 })) {
      tokens.push(token);
      if (tokens.length === 20) break;
    }
    return { tokens, text: model.detokenize(tokens as typeof prompt) };
  } finally {
    await context.dispose();
  }
}
