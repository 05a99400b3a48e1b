import { strict as assert } from 'node:assert';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { MetadataReader } from '../../native/gguf/metadataReader.ts';
import { chooseWindow } from '../../native/window/chooseWindow.ts';
import { detectWindow } from '../../native/window/detectWindow.ts';
import type { SlidingWindow } from '../../src/shared/engineProtocol.ts';
import { ggufFloat32, ggufString, ggufStrings, ggufUint32 } from '../support/ggufWriter.ts';
import { mistralMetadata } from '../support/mistralMetadata.ts';

type Metadata = Readonly<Record<string, GgufValue | undefined>>;

const perLayer = (count: number): GgufValue => ({
  type: 'array',
  items: { type: 'uint32', values: new Uint32Array(32).fill(count) },
});

const windowed: readonly (readonly [what: string, change: Metadata])[] = [
  ['Mistral 7B v0.1, base and Instruct', {}],
  ['one whose name says something else', { 'general.name': ggufString('Llama 3') }],
  ['an old file without a rope base', { 'llama.rope.freq_base': undefined }],
  ['a new file with its head size', { 'llama.attention.key_length': ggufUint32(128) }],
  ['a file with heads for each layer', { 'llama.attention.head_count': perLayer(32) }],
  ['a fine-tune with two tokens more (OpenHermes)', { 'tokenizer.ggml.tokens': vocabulary(32_002) }],
  ['a fine-tune with 32 tokens more (Hermes 2 Pro)', { 'tokenizer.ggml.tokens': vocabulary(32_032) }],
  ['one with a language more (RakutenAI 7B)', { 'tokenizer.ggml.tokens': vocabulary(48_000) }],
  ['one with another language more (Breeze 7B)', { 'tokenizer.ggml.tokens': vocabulary(61_872) }],
  ['a file that says that positions are not scaled', { 'llama.rope.scaling.type': ggufString('none') }],
  ['a file that scales positions by nothing', { 'llama.rope.scaling.factor': ggufFloat32(1) }],
  ['a file that says that it has no experts', { 'llama.expert_count': ggufUint32(0) }],
];

const plain: readonly (readonly [what: string, change: Metadata, tensors?: readonly string[]])[] = [
  ['Mistral 7B Instruct v0.2', { 'llama.rope.freq_base': ggufFloat32(1e6) }],
  ['Mistral 7B v0.3', { 'llama.rope.freq_base': ggufFloat32(1e6), 'tokenizer.ggml.tokens': vocabulary(32_768) }],
  [
    'Llama 3 8B',
    {
      'llama.context_length': ggufUint32(8192),
      'llama.rope.freq_base': ggufFloat32(500_000),
      'tokenizer.ggml.tokens': vocabulary(128_256),
    },
  ],
  ['Llama 3 8B with a small vocabulary', { 'llama.rope.freq_base': ggufFloat32(500_000) }],
  ['Llama 3.1 8B', {}, ['rope_freqs.weight']],
  [
    'Llama 2 7B',
    {
      'llama.context_length': ggufUint32(4096),
      'llama.feed_forward_length': ggufUint32(11_008),
      'llama.attention.head_count_kv': ggufUint32(32),
    },
  ],
  ['Mixtral 8x7B', { 'llama.expert_count': ggufUint32(8), 'llama.rope.freq_base': ggufFloat32(10_000) }],
  [
    'Yarn-Mistral 7B 128k',
    { 'llama.rope.scaling.type': ggufString('yarn'), 'llama.rope.scaling.factor': ggufFloat32(16) },
  ],
  ['one with positions stretched, as old files say it', { 'llama.rope.scale_linear': ggufFloat32(4) }],
  ['SOLAR 10.7B', { 'llama.block_count': ggufUint32(48), 'llama.context_length': ggufUint32(4096) }],
  [
    'Breeze 7B 32k, which was trained on without it',
    { 'llama.rope.freq_base': ggufFloat32(1e6), 'tokenizer.ggml.tokens': vocabulary(61_872) },
  ],
  ['one with too small a vocabulary', { 'tokenizer.ggml.tokens': vocabulary(31_999) }],
  ['one that was tuned on texts below the window', { 'llama.context_length': ggufUint32(4096) }],
  ['Mistral Nemo', { 'llama.block_count': ggufUint32(40), 'llama.embedding_length': ggufUint32(5120) }],
  ['other heads', { 'llama.attention.head_count_kv': ggufUint32(4) }],
  ['another head size', { 'llama.attention.key_length': ggufUint32(64) }],
  ['another architecture', { 'general.architecture': ggufString('qwen2') }],
  ['a twin of ours', { 'general.architecture': ggufString('granite_swa') }],
  ['a file that says nothing', Object.fromEntries(Object.keys(mistralMetadata).map((key) => [key, undefined]))],
];

describe('detectWindow', () => {
  for (const [what, change] of windowed) it(`finds the window of ${what}`, () => assert.equal(detect(change), 4096));
  for (const [what, change, tensors] of plain) {
    it(`finds none in ${what}`, () => assert.equal(detect(change, tensors), undefined));
  }
});

const llama2: Metadata = { 'llama.context_length': ggufUint32(4096), 'llama.feed_forward_length': ggufUint32(11_008) };
const qwen: Metadata = { 'general.architecture': ggufString('qwen2') };
const twinWindow: Metadata = { 'granite_swa.attention.sliding_window': ggufUint32(64) };
const gemma: Metadata = {
  'general.architecture': ggufString('gemma3'),
  'gemma3.attention.sliding_window': ggufUint32(1024),
};

describe('chooseWindow', () => {
  const choices: readonly (readonly [what: string, change: Metadata, setting: SlidingWindow, chosen?: number])[] = [
    ['Mistral its own by itself', {}, 'auto', 4096],
    ['Mistral none where it is off', {}, 'off'],
    ['Mistral another one where one is asked for', {}, 1024, 1024],
    ['other llamas none by itself', llama2, 'auto'],
    ['other llamas the one that is asked for', llama2, 4095, 4095],
    ['nothing that would be longer than all text', llama2, 4096],
    ['nothing of that kind to Mistral either', {}, 65_536],
    ['other architectures none by itself', qwen, 'auto'],
    ['models with a window of their own no other', gemma, 512],
    ['a twin no other', { 'general.architecture': ggufString('granite_swa'), ...twinWindow }, 512],
    ['what it ignores itself no weight', { 'llama.attention.sliding_window': ggufUint32(8) }, 'auto', 4096],
  ];
  for (const [what, change, setting, chosen] of choices) {
    it(`gives ${what}`, () => assert.equal(chooseWindow(reader(change), [], setting), chosen));
  }

  const refusals: readonly (readonly [what: string, change: Metadata, tensors: readonly string[], why: RegExp])[] = [
    ['another architecture', qwen, [], /its architecture is "qwen2"/],
    ['experts', { 'llama.expert_count': ggufUint32(8) }, [], /mixture of experts/],
    ['tensors of its own', {}, ['blk.3.attn_sinks.weight'], /unusual tensor "blk\.3\.attn_sinks\.weight"/],
    ['unequal heads', { 'llama.attention.value_length': ggufUint32(64) }, [], /different lengths/],
  ];
  for (const [what, change, tensors, why] of refusals) {
    it(`names the setting where a model has ${what}`, () => {
      const names = tensors.map((name) => ({ name }));
      assert.throws(() => chooseWindow(reader(change), names, 1024), {
        code: 'settingInvalid',
        message:
          /^leeward\.model\.slidingWindow is 1024, and m\.gguf cannot have a window, since .+: set it to "auto"\.$/,
      });
      assert.throws(() => chooseWindow(reader(change), names, 1024), { message: why });
      // Nobody has asked for one.
      assert.equal(chooseWindow(reader(change), names, 'auto'), undefined);
    });
  }
});

function detect(change: Metadata, tensors: readonly string[] = []): number | undefined {
  const names = ['token_embd.weight', ...tensors].map((name) => ({ name }));
  return detectWindow({ metadata: reader(change), tensors: names });
}

function reader(change: Metadata): MetadataReader {
  const metadata = new Map<string, GgufValue>();
  for (const [key, value] of Object.entries({ ...mistralMetadata, ...change })) {
    if (value !== undefined) metadata.set(key, value);
  }
  return new MetadataReader('m.gguf', metadata);
}

function vocabulary(size: number): GgufValue {
  return ggufStrings(Array.from({ length: size }, () => ''));
}
