import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { textOfPieces } from '../../native/vocabulary/tokenPieces.ts';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { never } from '../support/engineFixture.ts';
import { ggufBool } from '../support/ggufWriter.ts';
import { type TinyModelOptions, writeTinyModel } from '../support/tinyModel.ts';

const marker = { kind: 'control', text: '<PRE>' } as const;
const vocabularies: readonly (readonly [name: string, options: TinyModelOptions])[] = [
  ['byte pairs', { tokenizer: 'gpt2' }],
  ['SentencePiece', { tokenizer: 'llama', metadata: { 'tokenizer.ggml.add_space_prefix': ggufBool(true) } }],
];

for (const [name, options] of vocabularies) {
  describe(`tokenizePrompt with ${name}`, () => {
    const modelPath = join(tmpdir(), `leeward-tokenize-${process.pid}.gguf`);
    let model: LoadedModel;
    before(async () => {
      await writeTinyModel(modelPath, { ...options, extraControlTokens: [marker.text] });
      const params = { modelPath, contextSizeTokens: 512, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
      model = await LoadedModel.load(params, () => {}, never);
    });
    after(async () => {
      await model.dispose();
      await rm(modelPath, { force: true });
    });

    const textOf = (segments: readonly PromptSegment[]) => textOfPieces(model.pieces, tokenizePrompt(model, segments));
    const texts = fc.string({ unit: fc.constantFrom('\n', ' ', 'a', 'the', '(', '中'), maxLength: 12 });

    it('gives each text behind a marker as it stands, and nothing more', () => {
      fc.assert(
        fc.property(texts, texts, (first, second) => {
          const segments = [marker, { kind: 'text', text: first }, marker, { kind: 'text', text: second }] as const;
          assert.equal(textOf(segments), first + second);
        }),
      );
    });

    it('tokenises a segment the same whatever stands in the next', () => {
      fc.assert(
        fc.property(texts, texts, (first, second) => {
          const alone = tokenizePrompt(model, [marker, { kind: 'text', text: first }]);
          const both = tokenizePrompt(model, [marker, { kind: 'text', text: first }, { kind: 'text', text: second }]);
          assert.deepEqual(both.slice(0, alone.length), alone);
        }),
      );
    });
  });
}
