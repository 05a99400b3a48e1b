import { add, at, logSoftmax, multiply, rmsNorm, rotate, silu } from './referenceMath.ts';
import type { ReferenceLayer, ReferenceModel } from './referenceModel.ts';

/** Keys and values of one layer, one vector a position. */
interface LayerCache {
  readonly keys: Float64Array[];
  readonly values: Float64Array[];
}

/**
 * The paper's model in float64, one token at a time, over a cache that keeps every position and masks those outside the
 * window. Slow and plain on purpose: it is what the engine is measured against.
 */
export class ReferenceSequence {
  readonly #model: ReferenceModel;
  readonly #windowTokens: number;
  readonly #caches: readonly LayerCache[];
  readonly #tokens: number[] = [];
  /** The last layer's output at each position, before the output norm. */
  readonly #hidden: Float64Array[] = [];

  /** @param windowTokens a position attends to so many positions, itself included; `Infinity`: to all before it. */
  constructor(model: ReferenceModel, windowTokens: number) {
    this.#model = model;
    this.#windowTokens = windowTokens;
    this.#caches = model.layers.map(() => ({ keys: [], values: [] }));
  }

  /** Makes `tokens` the sequence, and computes only what it does not share with what was there. */
  become(tokens: readonly number[]): void {
    const different = tokens.findIndex((token, position) => token !== this.#tokens[position]);
    const shared = different === -1 ? tokens.length : different;
    for (const list of [this.#tokens, this.#hidden]) list.length = shared;
    for (const { keys, values } of this.#caches) {
      keys.length = shared;
      values.length = shared;
    }
    for (const token of tokens.slice(shared)) this.#append(token);
  }

  /** Natural logarithms of the probability of each token of the vocabulary to follow that position. */
  logProbabilities(position: number): Float64Array {
    const { outputNorm, normEpsilon, output } = this.#model;
    const hidden = this.#hidden[position];
    if (hidden === undefined) throw new RangeError(`There is no position ${position}.`);
    return logSoftmax(multiply(output, rmsNorm(hidden, outputNorm, normEpsilon)));
  }

  #append(token: number): void {
    const { embedding, layers } = this.#model;
    const state = embedding.values.slice(token * embedding.inputs, (token + 1) * embedding.inputs);
    for (const [index, layer] of layers.entries()) {
      add(state, this.#attention(layer, this.#caches[index] as LayerCache, state));
      add(state, this.#feedForward(layer, state));
    }
    this.#tokens.push(token);
    this.#hidden.push(state);
  }

  /** softmax(q k / sqrt(headSize)) v over the positions i - W + 1 to i; several query heads share a key head. */
  #attention(layer: ReferenceLayer, { keys, values }: LayerCache, state: Float64Array): Float64Array {
    const { heads, kvHeads, headSize, ropeBase, normEpsilon } = this.#model;
    const position = this.#tokens.length;
    const normed = rmsNorm(state, layer.attentionNorm, normEpsilon);
    const [query, key] = [multiply(layer.query, normed), multiply(layer.key, normed)];
    rotate(query, headSize, position, ropeBase);
    rotate(key, headSize, position, ropeBase);
    keys.push(key);
    values.push(multiply(layer.value, normed));

    const first = Math.max(0, position - this.#windowTokens + 1);
    const mixed = new Float64Array(heads * headSize);
    for (let head = 0; head < heads; head++) {
      const queryStart = head * headSize;
      const keyStart = Math.floor((head * kvHeads) / heads) * headSize;
      const scores = new Float64Array(position - first + 1);
      for (let seen = first; seen <= position; seen++) {
        const seenKey = keys[seen] as Float64Array;
        let dot = 0;
        for (let index = 0; index < headSize; index++) {
          dot += at(query, queryStart + index) * at(seenKey, keyStart + index);
        }
        scores[seen - first] = dot / Math.sqrt(headSize);
      }
      const logWeights = logSoftmax(scores);
      for (let seen = first; seen <= position; seen++) {
        const weight = Math.exp(at(logWeights, seen - first));
        const seenValue = values[seen] as Float64Array;
        for (let index = 0; index < headSize; index++) {
          mixed[queryStart + index] = at(mixed, queryStart + index) + weight * at(seenValue, keyStart + index);
        }
      }
    }
    return multiply(layer.attentionOutput, mixed);
  }

  /** SwiGLU: down(silu(gate(x)) * up(x)). */
  #feedForward(layer: ReferenceLayer, state: Float64Array): Float64Array {
    const normed = rmsNorm(state, layer.feedForwardNorm, this.#model.normEpsilon);
    const up = multiply(layer.up, normed);
    return multiply(
      layer.down,
      multiply(layer.gate, normed).map((gate, index) => silu(gate) * at(up, index)),
    );
  }
}
