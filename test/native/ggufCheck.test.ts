import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { UserError } from '../../src/shared/errors.ts';
import {
  encodeGguf,
  type GgufContents,
  ggufBool,
  ggufFloat32,
  ggufInt32s,
  ggufString,
  ggufStrings,
  ggufUint32,
} from '../support/ggufWriter.ts';
import { tinyModel } from '../support/tinyModel.ts';

const ggufUint16 = (value: number): GgufValue => ({ type: 'uint16', value });

describe('checkModelFile', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-gguf-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (bytes: string | Uint8Array, name = 'model.gguf') => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  const refusal = async (path: string, code = 'modelInvalid') => {
    const error: unknown = await checkModelFile(path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UserError, `${error}`);
    assert.equal(error.code, code);
    assert.ok(error.message.includes(path), 'names the file');
    return error.message;
  };

  for (const tokenizer of ['gpt2', 'llama'] as const) {
    it(`takes a sound model with a ${tokenizer} tokenizer and tells what the engine needs`, async () => {
      const bytes = encodeGguf(
        tinyModel({ tokenizer, extraControlTokens: ['<|fim_prefix|>'], contextLength: 512, layers: 3 }),
      );
      const summary = await checkModelFile(await write(bytes));
      assert.equal(summary.name, 'Tiny');
      assert.equal(summary.architecture, 'llama');
      assert.equal(summary.sizeBytes, bytes.length);
      assert.equal(summary.trainedContextTokens, 512);
      assert.equal(summary.blockCount, 3);
      assert.ok(summary.vocabularySize > 256);
      assert.ok(summary.controlTokens.includes('<|fim_prefix|>'));
      assert.ok(!summary.controlTokens.includes('a'));
    });
  }

  it('names a model without a name after its file', async () => {
    const path = await write(encodeGguf(tinyModel({ metadata: { 'general.name': undefined } })), 'some-model.gguf');
    assert.equal((await checkModelFile(path)).name, 'some-model');
  });

  it('keeps a hostile name on one line', async () => {
    const path = await write(
      encodeGguf(tinyModel({ metadata: { 'general.name': ggufString(`a\n\u202eb${'c'.repeat(999)}`) } })),
    );
    assert.match((await checkModelFile(path)).name, /^a bc{197}$/);
  });

  it('says which file is missing', async () => {
    assert.match(await refusal(join(folder, 'nothing.gguf'), 'modelMissing'), /There is no model file/);
    assert.match(await refusal('nul\0byte', 'modelMissing'), /There is no model file/);
  });

  const files: readonly (readonly [what: string, bytes: string | Uint8Array, message: RegExp])[] = [
    ['an empty file', '', /is empty/],
    ['a text', '# A model\n', /looks like a text file/],
    ['a web page', '<!DOCTYPE html><html>', /looks like a web page/],
    ['a zip archive', 'PK\x03\x04rest', /looks like a zip archive/],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\n', /Git LFS pointer/],
    ['a safetensors file', Buffer.from('\x10\0\0\0\0\0\0\0{"__metadata__":', 'latin1'), /safetensors/],
    ['an old model', Buffer.from('tjgg\x03\0\0\0', 'latin1'), /before GGUF/],
    ['zeros', new Uint8Array(5000), /never filled/],
    ['random bytes', Buffer.from('f3a100ff17', 'hex'), /is no GGUF file:/],
    ['two letters', 'GG', /cut off in its header/],
    [
      '52 bytes of GGUF',
      encodeGguf(tinyModel()).subarray(0, 52),
      /cut off in its header \(the file ends after 52 bytes\)/,
    ],
    ['half of the data', encodeGguf(tinyModel()).subarray(0, 90_000), /bytes are missing\): download it again/],
  ];
  for (const [what, bytes, message] of files) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(await write(bytes)), message);
    });
  }

  it('refuses a folder', async () => {
    assert.match(await refusal(folder), /is a folder/);
  });

  it('reads a header that is longer than its first piece', async () => {
    const words = Array.from({ length: 20_000 }, (_, index) => `w${index.toString(26).padStart(4, '-')}`);
    const bytes = encodeGguf(tinyModel({ words }));
    assert.ok((await checkModelFile(await write(bytes))).vocabularySize > 20_000);
    assert.match(await refusal(await write(bytes.subarray(0, 200_000))), /cut off in its header/);
  });

  const metadata: readonly (readonly [
    what: string,
    change: Readonly<Record<string, GgufValue | undefined>>,
    message: RegExp,
  ])[] = [
    ['no architecture', { 'general.architecture': undefined }, /does not say which architecture/],
    ['a projector', { 'general.architecture': ggufString('clip') }, /sees pictures/],
    ['an adapter', { 'general.type': ggufString('adapter') }, /of the kind "adapter"/],
    ['a text encoder', { 'general.architecture': ggufString('nomic-bert') }, /vectors and cannot write/],
    ['an embedding model', { 'llama.pooling_type': ggufUint32(3) }, /vectors and cannot write/],
    ['no tokenizer', { 'tokenizer.ggml.model': undefined }, /holds no tokenizer/],
    ['no vocabulary', { 'tokenizer.ggml.tokens': undefined }, /holds no tokenizer/],
    ['an unknown tokenizer', { 'tokenizer.ggml.model': ggufString('morse') }, /unknown kind "morse"/],
    ['no merges', { 'tokenizer.ggml.merges': undefined }, /lacks "tokenizer.ggml.merges"/],
    ['merges that are numbers', { 'tokenizer.ggml.merges': ggufInt32s([1]) }, /no list of the right kind/],
    ['too few token types', { 'tokenizer.ggml.token_type': ggufInt32s([1, 1]) }, /has 2 numbers for/],
    [
      'another vocabulary',
      {
        'tokenizer.ggml.tokens': ggufStrings(['a', 'b']),
        'tokenizer.ggml.token_type': undefined,
        'tokenizer.ggml.bos_token_id': undefined,
        'tokenizer.ggml.eos_token_id': undefined,
      },
      /"token_embd.weight" has the shape/,
    ],
    [
      'a token twice',
      {
        'tokenizer.ggml.tokens': ggufStrings(['a', 'a']),
        'tokenizer.ggml.token_type': undefined,
        'tokenizer.ggml.bos_token_id': undefined,
        'tokenizer.ggml.eos_token_id': undefined,
      },
      /the token "a" twice/,
    ],
    ['an impossible token id', { 'tokenizer.ggml.eos_token_id': ggufUint32(100_000) }, /is 100000, and there are/],
    ['no layers', { 'llama.block_count': ggufUint32(0) }, /"llama.block_count" is 0/],
    ['a missing layer', { 'llama.block_count': ggufUint32(3) }, /layer 3 of 3 is missing/],
    ['a layer too many', { 'llama.block_count': ggufUint32(1) }, /2 layers where 1/],
    ['no context length', { 'llama.context_length': undefined }, /lacks "llama.context_length"/],
    ['a context length of 0', { 'llama.context_length': ggufUint32(0) }, /"llama.context_length" is 0/],
    ['a text as a number', { 'llama.embedding_length': ggufString('32') }, /is no count/],
    ['no heads', { 'llama.attention.head_count': undefined }, /lacks "llama.attention.head_count"/],
    ['heads that are 0', { 'llama.attention.head_count': ggufUint32(0) }, /attention heads/],
    ['heads that do not divide', { 'llama.attention.head_count': ggufUint32(5) }, /attention heads/],
    ['groups that do not divide', { 'llama.attention.head_count_kv': ggufUint32(3) }, /4 attention heads for 3 groups/],
    ['no epsilon', { 'llama.attention.layer_norm_rms_epsilon': undefined }, /lacks "llama.attention.layer_norm_rms/],
    ['a negative epsilon', { 'llama.attention.layer_norm_rms_epsilon': ggufFloat32(-1) }, /is -1/],
    ['an endless frequency', { 'llama.rope.freq_base': ggufFloat32(Number.POSITIVE_INFINITY) }, /is Infinity/],
    ['an unknown rope scaling', { 'llama.rope.scaling.type': ggufString('spiral') }, /is unknown/],
    ['experts that are not there', { 'llama.expert_used_count': ggufUint32(2) }, /2 of 0 experts/],
    ['a flag that is a number', { 'tokenizer.ggml.add_bos_token': ggufUint32(1) }, /no yes or no/],
    [
      'a later part of a split model',
      { 'split.count': ggufUint16(3), 'split.no': ggufUint16(1) },
      /part 2 of 3 .* choose the first part/,
    ],
    [
      'a renamed part of a split model',
      { 'split.count': ggufUint16(3), 'split.no': ggufUint16(0) },
      /does not end in -00001-of-00003.gguf/,
    ],
  ];
  for (const [what, change, message] of metadata) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(await write(encodeGguf(tinyModel({ metadata: change })))), message);
    });
  }

  it('refuses a model that lacks a tensor, or has one of a wrong shape or type', async () => {
    const { metadata: sound, tensors } = tinyModel();
    const without = tensors.filter(({ name }) => name !== 'blk.1.ffn_up.weight');
    assert.match(
      await refusal(await write(encodeGguf({ metadata: sound, tensors: without }))),
      /"blk.1.ffn_up.weight" is missing/,
    );
    const turned = tensors.map((tensor) =>
      tensor.name === 'blk.0.ffn_up.weight' ? { ...tensor, shape: [...tensor.shape].reverse() } : tensor,
    );
    assert.match(
      await refusal(await write(encodeGguf({ metadata: sound, tensors: turned }))),
      /has the shape 64 x 32 instead of 32 x 64/,
    );
    const integers = tensors.map((tensor) => (tensor.name === 'output_norm.weight' ? { ...tensor, type: 26 } : tensor));
    assert.match(await refusal(await write(encodeGguf({ metadata: sound, tensors: integers }))), /unusable type I32/);
    assert.match(await refusal(await write(encodeGguf({ metadata: sound, tensors: [] }))), /holds no tensors/);
  });

  it('refuses a SentencePiece vocabulary that lacks a byte', async () => {
    const tokens = Array.from({ length: 255 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    const change = {
      'tokenizer.ggml.tokens': ggufStrings(['<unk>', '<s>', '</s>', ...tokens]),
      'tokenizer.ggml.scores': undefined,
      'tokenizer.ggml.token_type': undefined,
      'tokenizer.ggml.add_bos_token': ggufBool(true),
    };
    const scores: GgufValue = { type: 'array', items: { type: 'float32', values: new Float32Array(258) } };
    const path = await write(
      encodeGguf(tinyModel({ tokenizer: 'llama', metadata: { ...change, 'tokenizer.ggml.scores': scores } })),
    );
    assert.match(await refusal(path), /lacks the byte <0xFF>/);
  });

  it('takes a split model as one, and misses each part', async () => {
    const whole = tinyModel();
    const [first, second] = split(whole);
    const bytes = [encodeGguf(first), encodeGguf(second)] as const;
    const path = await write(bytes[0], 'split-00001-of-00002.gguf');
    assert.match(await refusal(path), /needs its other part .*split-00002-of-00002.gguf, which is missing/);
    const other = await write(bytes[1].subarray(0, bytes[1].length - 64), 'split-00002-of-00002.gguf');
    await assert.rejects(checkModelFile(path), /split-00002.*bytes are missing/);
    await write(bytes[1], 'split-00002-of-00002.gguf');
    assert.equal((await checkModelFile(path)).sizeBytes, bytes[0].length + bytes[1].length);
    await write(bytes[0], 'split-00002-of-00002.gguf');
    await assert.rejects(checkModelFile(path), {
      message: `${other} is not part 2 of the model: download all parts again.`,
    });
  });
});

/** As llama.cpp's own splitter does: the second part holds tensors and its number. */
function split({ metadata, tensors }: GgufContents): readonly [GgufContents, GgufContents] {
  const numbered = (index: number) => [
    ['split.count', ggufUint16(2)] as const,
    ['split.no', ggufUint16(index)] as const,
  ];
  return [
    { metadata: [...metadata, ...numbered(0)], tensors: tensors.slice(0, 5) },
    { metadata: numbered(1), tensors: tensors.slice(5) },
  ];
}
