import { f32 } from '../../native/gguf/ggmlTypes.ts';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import type { GgufContents } from './ggufWriter.ts';
import type { ReferenceMatrix } from './referenceMath.ts';

/** The weights of a llama in float64, and what shapes its network. */
export interface ReferenceModel {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly ropeBase: number;
  readonly normEpsilon: number;
  readonly embedding: ReferenceMatrix;
  readonly layers: readonly ReferenceLayer[];
  readonly outputNorm: Float64Array;
  readonly output: ReferenceMatrix;
}

export interface ReferenceLayer {
  readonly attentionNorm: Float64Array;
  readonly query: ReferenceMatrix;
  readonly key: ReferenceMatrix;
  readonly value: ReferenceMatrix;
  readonly attentionOutput: ReferenceMatrix;
  readonly feedForwardNorm: Float64Array;
  readonly gate: ReferenceMatrix;
  readonly up: ReferenceMatrix;
  readonly down: ReferenceMatrix;
}

/** Reads a llama file's contents, before any windowing: the reference knows nothing of how the engine gets its window. */
export function referenceModel(contents: GgufContents): ReferenceModel {
  const metadata = new Map(contents.metadata);
  const number = (key: string) => numberOf(metadata.get(`llama.${key}`), key);
  const tensors = new Map(contents.tensors.map((tensor) => [tensor.name, tensor]));
  const matrix = (name: string): ReferenceMatrix => {
    const tensor = tensors.get(`${name}.weight`);
    if (tensor === undefined || tensor.type !== f32) throw new Error(`There is no tensor ${name} of type f32.`);
    const { data, shape } = tensor;
    const [inputs = 0, outputs = 1] = shape;
    const floats = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    return { inputs, outputs, values: Float64Array.from(floats) };
  };
  const heads = number('attention.head_count');
  return {
    heads,
    kvHeads: number('attention.head_count_kv'),
    headSize: number('embedding_length') / heads,
    ropeBase: metadata.has('llama.rope.freq_base') ? number('rope.freq_base') : 10_000,
    normEpsilon: Math.fround(number('attention.layer_norm_rms_epsilon')),
    embedding: matrix('token_embd'),
    layers: Array.from({ length: number('block_count') }, (_, layer) => ({
      attentionNorm: matrix(`blk.${layer}.attn_norm`).values,
      query: matrix(`blk.${layer}.attn_q`),
      key: matrix(`blk.${layer}.attn_k`),
      value: matrix(`blk.${layer}.attn_v`),
      attentionOutput: matrix(`blk.${layer}.attn_output`),
      feedForwardNorm: matrix(`blk.${layer}.ffn_norm`).values,
      gate: matrix(`blk.${layer}.ffn_gate`),
      up: matrix(`blk.${layer}.ffn_up`),
      down: matrix(`blk.${layer}.ffn_down`),
    })),
    outputNorm: matrix('output_norm').values,
    output: matrix('output'),
  };
}

function numberOf(value: GgufValue | undefined, key: string): number {
  if (value === undefined || typeof (value as { value?: unknown }).value !== 'number') {
    throw new Error(`There is no number ${key}.`);
  }
  return (value as { readonly value: number }).value;
}
