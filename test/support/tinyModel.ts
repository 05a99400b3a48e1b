import { writeFile } from 'node:fs/promises';
import { f32 } from '../../native/gguf/ggmlTypes.ts';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import {
  encodeGguf,
  type GgufContents,
  type GgufTensorData,
  ggufFloat32,
  ggufString,
  ggufUint32,
} from './ggufWriter.ts';
import { type TinyTokenizer, type TinyVocabulary, tinyVocabulary, tinyWords } from './tinyVocabulary.ts';

export interface TinyModelOptions {
  readonly tokenizer?: TinyTokenizer;
  /** Texts that are single tokens, beside each byte. */
  readonly words?: readonly string[];
  readonly extraControlTokens?: readonly string[];
  readonly layers?: number;
  readonly heads?: number;
  /** A divisor of `heads`. */
  readonly kvHeads?: number;
  /** A multiple of twice `heads`. */
  readonly embedding?: number;
  readonly contextLength?: number;
  /** From the lowest to the highest weight of the matrices: the more, the more a token's place and past decide. */
  readonly weightSpread?: number;
  /** The same of the output matrix: the more, the surer the model is of its next token. */
  readonly outputSpread?: number;
  /** The norms' weights lie within as much of 1. */
  readonly normSpread?: number;
  /** The same seed gives the same weights. */
  readonly seed?: number;
  /** Replaces or adds metadata; `undefined` removes a key. */
  readonly metadata?: Readonly<Record<string, GgufValue | undefined>>;
}

/** Writes a llama of some hundred kilobytes with random weights. It speaks gibberish in printable ASCII. */
export async function writeTinyModel(path: string, options: TinyModelOptions = {}): Promise<void> {
  await writeFile(path, encodeGguf(tinyModel(options)));
}

/** What {@link writeTinyModel} writes. */
export function tinyModel(options: TinyModelOptions = {}): GgufContents {
  const { layers = 2, heads = 4, kvHeads = 2, embedding = 32, contextLength = 2048, seed = 1 } = options;
  const spreads = {
    weight: options.weightSpread ?? 0.8,
    output: options.outputSpread ?? 2,
    norm: options.normSpread ?? 0,
  };
  const { tokenizer = 'gpt2', words = tinyWords, extraControlTokens = [] } = options;
  const vocabulary = tinyVocabulary(tokenizer, words, extraControlTokens);
  const feedForward = 2 * embedding;
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', ggufString('llama')],
    ['general.name', ggufString('Tiny')],
    ['llama.context_length', ggufUint32(contextLength)],
    ['llama.embedding_length', ggufUint32(embedding)],
    ['llama.block_count', ggufUint32(layers)],
    ['llama.feed_forward_length', ggufUint32(feedForward)],
    ['llama.attention.head_count', ggufUint32(heads)],
    ['llama.attention.head_count_kv', ggufUint32(kvHeads)],
    ['llama.attention.layer_norm_rms_epsilon', ggufFloat32(1e-5)],
    ['llama.rope.dimension_count', ggufUint32(embedding / heads)],
    ['llama.vocab_size', ggufUint32(vocabulary.size)],
    ...vocabulary.metadata,
  ]);
  for (const [key, value] of Object.entries(options.metadata ?? {})) {
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
  }
  const keyValues = (embedding / heads) * kvHeads;
  const weights = new Weights(seed, spreads);
  const tensors: GgufTensorData[] = [
    weights.matrix('token_embd.weight', embedding, vocabulary.size),
    weights.norm('output_norm.weight', embedding),
    weights.output(embedding, vocabulary),
  ];
  for (let layer = 0; layer < layers; layer++) {
    tensors.push(
      weights.norm(`blk.${layer}.attn_norm.weight`, embedding),
      weights.matrix(`blk.${layer}.attn_q.weight`, embedding, embedding),
      weights.matrix(`blk.${layer}.attn_k.weight`, embedding, keyValues),
      weights.matrix(`blk.${layer}.attn_v.weight`, embedding, keyValues),
      weights.matrix(`blk.${layer}.attn_output.weight`, embedding, embedding),
      weights.norm(`blk.${layer}.ffn_norm.weight`, embedding),
      weights.matrix(`blk.${layer}.ffn_gate.weight`, embedding, feedForward),
      weights.matrix(`blk.${layer}.ffn_up.weight`, embedding, feedForward),
      weights.matrix(`blk.${layer}.ffn_down.weight`, feedForward, embedding),
    );
  }
  return { metadata, tensors };
}

interface Spreads {
  readonly weight: number;
  readonly output: number;
  readonly norm: number;
}

class Weights {
  #state: number;
  readonly #spreads: Spreads;

  constructor(seed: number, spreads: Spreads) {
    this.#state = seed;
    this.#spreads = spreads;
  }

  norm(name: string, size: number): GgufTensorData {
    const { norm } = this.#spreads;
    const values = Float32Array.from({ length: size }, () => (norm === 0 ? 1 : 1 + 2 * norm * this.#next()));
    return { name, shape: [size], type: f32, data: bytesOf(values) };
  }

  matrix(name: string, inputs: number, outputs: number): GgufTensorData {
    const values = Float32Array.from({ length: inputs * outputs }, () => this.#spreads.weight * this.#next());
    return { name, shape: [inputs, outputs], type: f32, data: bytesOf(values) };
  }

  /** A token without weights has the logit 0, which the best of the others always exceeds. */
  output(embedding: number, { size, likes }: TinyVocabulary): GgufTensorData {
    const values = Float32Array.from({ length: embedding * size }, (_, index) =>
      likes(Math.floor(index / embedding)) ? this.#spreads.output * this.#next() : 0,
    );
    return { name: 'output.weight', shape: [embedding, size], type: f32, data: bytesOf(values) };
  }

  /** -0.5 to 0.5, from a linear congruential generator. */
  #next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32 - 0.5;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer);
}
