import { f32, ggmlTypes } from '../../native/gguf/ggmlTypes.ts';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import {
  type GgufContents,
  type GgufTensorData,
  ggufFloat32,
  ggufString,
  ggufUint32,
} from '../../test/support/ggufWriter.ts';
import { tinyVocabulary, tinyWords } from '../../test/support/tinyVocabulary.ts';

/**
 * A model with the attention of Mistral 7B (32 heads in groups of 4, of 128 numbers each, 4096 in all) and random weights
 * in Q8_0. Its layers are few, its feed-forward network and its vocabulary small: they are not what is measured.
 */
export function mistralShaped(layers: number): GgufContents {
  const vocabulary = tinyVocabulary('llama', tinyWords, []);
  const metadata: (readonly [string, GgufValue])[] = [
    ['general.architecture', ggufString('llama')],
    ['general.name', ggufString(`Mistral-shaped, ${layers} layers`)],
    // Mistral's files say 32768, and llama.cpp warns of longer contexts.
    ['llama.context_length', ggufUint32(131_072)],
    ['llama.embedding_length', ggufUint32(embedding)],
    ['llama.block_count', ggufUint32(layers)],
    ['llama.feed_forward_length', ggufUint32(feedForward)],
    ['llama.attention.head_count', ggufUint32(32)],
    ['llama.attention.head_count_kv', ggufUint32(8)],
    ['llama.attention.layer_norm_rms_epsilon', ggufFloat32(1e-5)],
    ['llama.rope.dimension_count', ggufUint32(128)],
    ['llama.vocab_size', ggufUint32(vocabulary.size)],
    ...vocabulary.metadata,
  ];
  const weights = new QuantizedWeights();
  const tensors = [
    weights.matrix('token_embd', embedding, vocabulary.size),
    norm('output_norm'),
    weights.matrix('output', embedding, vocabulary.size),
    ...Array.from({ length: layers }, (_, layer) => [
      norm(`blk.${layer}.attn_norm`),
      weights.matrix(`blk.${layer}.attn_q`, embedding, embedding),
      weights.matrix(`blk.${layer}.attn_k`, embedding, embedding / 4),
      weights.matrix(`blk.${layer}.attn_v`, embedding, embedding / 4),
      weights.matrix(`blk.${layer}.attn_output`, embedding, embedding),
      norm(`blk.${layer}.ffn_norm`),
      weights.matrix(`blk.${layer}.ffn_gate`, embedding, feedForward),
      weights.matrix(`blk.${layer}.ffn_up`, embedding, feedForward),
      weights.matrix(`blk.${layer}.ffn_down`, feedForward, embedding),
    ]).flat(),
  ];
  return { metadata, tensors };
}

const embedding = 4096;
const feedForward = 256;

const q8 = 8;
const { bytesPerBlock = 0 } = ggmlTypes.get(q8) ?? {};
/** Half-precision 2^-12: with the bytes' spread it gives weights that neither grow nor shrink what passes through them. */
const scale = [0x00, 0x0c];

class QuantizedWeights {
  #state = 1;

  matrix(name: string, inputs: number, outputs: number): GgufTensorData {
    const data = new Uint8Array(((inputs * outputs) / 32) * bytesPerBlock);
    for (let block = 0; block < data.length; block += bytesPerBlock) {
      data.set(scale, block);
      for (let index = 2; index < bytesPerBlock; index++) {
        this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
        data[block + index] = this.#state >>> 24;
      }
    }
    return { name: `${name}.weight`, shape: [inputs, outputs], type: q8, data };
  }
}

function norm(name: string): GgufTensorData {
  const ones = new Float32Array(embedding).fill(1);
  return { name: `${name}.weight`, shape: [embedding], type: f32, data: new Uint8Array(ones.buffer) };
}
