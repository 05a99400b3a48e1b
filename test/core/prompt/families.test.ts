import { strict as assert } from 'node:assert';
import { chooseFamily, modelFamilies } from '../../../src/core/prompt/families.ts';
import { markersOf } from '../../../src/core/prompt/fimFormats.ts';
import { markerTexts } from '../../../src/core/prompt/fimPrompt.ts';

const fimFamilies = modelFamilies.flatMap((family) => (family.fim === undefined ? [] : [{ family, fim: family.fim }]));

const model = (title: string, architecture: string, controlTokens: readonly string[], name = 'model') => ({
  name,
  title,
  architecture,
  controlTokens,
});
const pipes = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'];
const plain = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'];

describe('chooseFamily', () => {
  const cases: readonly [family: string, order: string, ReturnType<typeof model>][] = [
    ['Qwen2.5-Coder', 'psm', model('Qwen2.5 Coder 7B', 'qwen2', [...pipes, '<|repo_name|>', '<|file_sep|>'])],
    ['CodeGemma', 'psm', model('CodeGemma', 'gemma', [...pipes, '<|file_separator|>'])],
    ['Granite', 'psm', model('Granite 4.0 Micro', 'granitehybrid', pipes)],
    ['Granite', 'psm', model('Granite 3b Code Base', 'llama', plain)],
    ['StarCoder2', 'psm', model('Starcoder2 3b', 'starcoder2', [...plain, '<file_sep>'])],
    ['Mellum', 'spm', model('Mellum 4b Base', 'llama', [...plain, '<filename>'])],
    ['Mellum', 'spm', model('unnamed', 'llama', plain, 'mellum-4b-base-q4')],
    ['Code Llama', 'psm', model('CodeLlama', 'llama', ['▁<PRE>', '▁<SUF>', '▁<MID>', '▁<EOT>'])],
    ['DeepSeek-Coder', 'psm', model('DeepSeek', 'deepseek2', ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'])],
    ['Codestral', 'spm', model('Codestral 22B v0.1', 'llama', ['[PREFIX]', '[SUFFIX]', '[MIDDLE]'])],
    ['Seed-Coder', 'spm', model('Seed Coder', 'llama', ['<[fim-prefix]>', '<[fim-suffix]>', '<[fim-middle]>'])],
    ['generic', 'psm', model('Somebody', 'llama', pipes)],
    ['generic', 'psm', model('Somebody', 'llama', plain)],
    ['generic', 'psm', model('Somebody, windowed', 'granite_swa', plain)],
    ['generic', 'psm', model('Somebody', 'llama', ['<fim-prefix>', '<fim-suffix>', '<fim-middle>'])],
  ];
  for (const [family, order, loaded] of cases) {
    it(`${loaded.title} (${loaded.architecture}): ${family}`, () => {
      const mode = chooseFamily(loaded);
      assert.ok(mode.kind === 'fim');
      assert.equal(mode.family.name, family);
      assert.equal(mode.fim.order, order);
    });
  }

  it('says that a model has no markers', () => {
    assert.deepEqual(chooseFamily(model('', 'llama', ['<|endoftext|>'], 'SmolLM2')), {
      kind: 'prefix',
      reason:
        'This model is not known to have been trained to fill in the middle, so completions see only the text before the cursor.',
    });
  });

  it('says which marker is missing', () => {
    const mode = chooseFamily(model('Half', 'llama', ['<fim_prefix>', '<fim_suffix>']));
    assert.ok(mode.kind === 'prefix');
    assert.match(mode.reason, /no single token for <fim_middle>,/);
  });

  it('leaves Qwen models that only have the vocabulary alone', () => {
    const tokens = [...pipes, '<|repo_name|>', '<|file_sep|>'];
    assert.equal(chooseFamily(model('Qwen2.5 7B Instruct', 'qwen2', tokens)).kind, 'prefix');
    assert.equal(chooseFamily(model('', 'qwen3moe', tokens, 'Qwen3-Coder-30B')).kind, 'fim');
  });

  it('leaves Mistral models that only have the vocabulary alone', () => {
    assert.equal(chooseFamily(model('Mistral 7B v0.3', 'llama', ['[PREFIX]', '[SUFFIX]', '[MIDDLE]'])).kind, 'prefix');
  });

  it('has a row for each family, with distinct markers', () => {
    for (const { fim } of fimFamilies) {
      const markers = markersOf(fim);
      assert.equal(new Set(markers).size, markers.length);
      assert.ok(fim.stopTokens.every((stop) => !markers.includes(stop)));
    }
  });

  it('stops at marker texts, which no document has', () => {
    const fim = ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'];
    const ends = ['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<|file_sep|>'];
    const expected: readonly (readonly [family: string, texts: readonly string[]])[] = [
      ['CodeGemma', [...pipes, '<|file_separator|>']],
      ['Granite', [...pipes, '<|end_of_text|>', '<|fim_pad|>', '<|filename|>', '<|reponame|>']],
      ['Qwen2.5-Coder', [...pipes, '<|endoftext|>', '<|im_end|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>']],
      ['Mellum', [...fim, '<|endoftext|>', '<fim_pad>']],
      ['Granite', [...fim, '<|endoftext|>', '<|end_of_text|>', '<fim_pad>']],
      ['StarCoder2', [...fim, '<|endoftext|>', '<fim_pad>']],
      // Their markers read like words that documents have: `<PRE>`, `[PREFIX]`.
      ['Code Llama', []],
      ['DeepSeek-Coder', ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜end▁of▁sentence｜>', '<|EOT|>']],
      ['Codestral', []],
      ['Seed-Coder', ['<[fim-prefix]>', '<[fim-suffix]>', '<[fim-middle]>']],
      ['generic', [...pipes, ...ends]],
      ['generic', [...fim, ...ends]],
      ['generic', ['<fim-prefix>', '<fim-suffix>', '<fim-middle>', ...ends]],
    ];
    const texts = fimFamilies.map(({ family, fim }) => [family.name, markerTexts({ kind: 'fim', family, fim })]);
    assert.deepEqual(texts, expected);
  });
});
