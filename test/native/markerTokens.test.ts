import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Token } from 'node-llama-cpp';
import { tokenizePrompt } from '../../native/generation/tokenizePrompt.ts';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { MarkerTokens } from '../../native/vocabulary/markerTokens.ts';
import { chooseFamily } from '../../src/core/prompt/families.ts';
import { ggufUint32 } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { tinyVocabulary, tokenTypes } from '../support/tinyVocabulary.ts';
import { VocabularyLoader } from '../support/vocabularyLoader.ts';

const infill = ['▁<PRE>', '▁<SUF>', '▁<MID>', '▁<EOT>'];
/** `<unk>`, `<s>`, `</s>` are before them. */
const ids = infill.map((_, index) => (index + 3) as Token);
const words = ['PRE', ' <'];

describe('MarkerTokens', () => {
  let folder: string;
  let modelPath: string;
  let loader: VocabularyLoader;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-markers-'));
    modelPath = join(folder, 'tiny.gguf');
    loader = await VocabularyLoader.start();
  });
  after(async () => {
    await loader.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Code Llama's vocabulary as its files have it, with every type that they declare its markers as. */
  const write = (declared: 'control' | 'userDefined' | 'normal', more: object = {}) =>
    writeTinyModel(modelPath, {
      tokenizer: 'llama',
      words,
      extraControlTokens: infill,
      metadata: {
        ...(declared === 'control'
          ? {}
          : { 'tokenizer.ggml.token_type': tokenTypes(tinyVocabulary('llama', words, infill), infill, declared) }),
        ...more,
      },
    });

  for (const declared of ['control', 'userDefined', 'normal'] as const) {
    it(`finds markers that a file declares as ${declared}`, async () => {
      await write(declared);
      const summary = await checkModelFile(modelPath);
      assert.deepEqual(summary.controlTokens.slice(-4), infill);
      const mode = chooseFamily({ ...summary, title: summary.name });
      assert.equal(mode.kind === 'fim' ? mode.family.name : mode.reason, 'Code Llama');

      const markers = MarkerTokens.of(await loader.load(modelPath));
      assert.deepEqual(
        infill.map((text) => markers.tokenOf(text)),
        ids,
      );
      assert.deepEqual(
        ids.map((token) => markers.textOf(token)),
        [' <PRE>', ' <SUF>', ' <MID>', ' <EOT>'],
      );
    });
  }

  it('finds those that llama.cpp leaves ordinary, because the file names them by number', async () => {
    const named = (name: string, id: number) => [`tokenizer.ggml.${name}_token_id`, ggufUint32(id)] as const;
    await write('normal', Object.fromEntries([named('prefix', 3), named('suffix', 4), named('middle', 5)]));
    const vocabulary = await loader.load(modelPath);
    assert.ok(ids.every((token) => !vocabulary.llamaModel.getTokenAttributes(token).control));
    assert.deepEqual(
      infill.map((text) => MarkerTokens.of(vocabulary).tokenOf(text)),
      ids,
    );
  });

  it('takes neither words nor unknown markers for markers', async () => {
    await write('control');
    const vocabulary = await loader.load(modelPath);
    const markers = MarkerTokens.of(vocabulary);
    for (const text of ['PRE', '<PRE>', ' <PRE>', '<|im_end|>', ''])
      assert.equal(markers.tokenOf(text), undefined, text);
    for (const token of vocabulary.llamaModel.tokenize('a <PRE', false)) assert.equal(markers.textOf(token), undefined);
    assert.equal(markers.textOf(1 as Token), '<s>');
  });

  it('takes tags of HTML that a file defines for text, as documents have them', async () => {
    const tags = ['<table>', '<td>', '</td>', '<h1>', '</h1>', '<code>', '<ul>', '</li>'];
    const turns = ['<start_of_turn>', '<end_of_turn>'];
    const extraControlTokens = [...turns, ...tags];
    const types = tokenTypes(tinyVocabulary('llama', words, extraControlTokens), extraControlTokens, 'userDefined');
    const metadata = { 'tokenizer.ggml.token_type': types };
    await writeTinyModel(modelPath, { tokenizer: 'llama', words, extraControlTokens, metadata });
    const vocabulary = await loader.load(modelPath);
    const tokensOf = (text: string) => tokenizePrompt(vocabulary, [{ kind: 'text', text }]);
    assert.equal(tokensOf(tags.join('')).length, tags.length);
    for (const token of tokensOf(tags.join(''))) assert.equal(MarkerTokens.of(vocabulary).textOf(token), undefined);
    for (const turn of turns) {
      const token = MarkerTokens.of(vocabulary).tokenOf(turn);
      assert.ok(token !== undefined && MarkerTokens.of(vocabulary).textOf(token) === turn);
      assert.ok(!tokensOf(`<td>${turn}</td>`).includes(token));
    }
  });
});
