/** The paper's operations on vectors of float64, each written as its formula stands. */

/** A matrix as GGUF lays it out: one row of `inputs` numbers for each output. */
export interface ReferenceMatrix {
  readonly inputs: number;
  readonly outputs: number;
  readonly values: Float64Array;
}

export function multiply({ inputs, outputs, values }: ReferenceMatrix, vector: Float64Array): Float64Array {
  const result = new Float64Array(outputs);
  for (let output = 0, index = 0; output < outputs; output++) {
    let sum = 0;
    for (let input = 0; input < inputs; input++, index++) sum += at(values, index) * at(vector, input);
    result[output] = sum;
  }
  return result;
}

/** x / sqrt(mean(x^2) + epsilon) * weight. */
export function rmsNorm(vector: Float64Array, weight: Float64Array, epsilon: number): Float64Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = 1 / Math.sqrt(squares / vector.length + epsilon);
  return vector.map((value, index) => value * scale * at(weight, index));
}

/**
 * Rotary positions: in each head the pair (2i, 2i + 1) is turned by position / base^(2i / headSize). The pairs are
 * neighbours, as in the paper's own code and in llama files, not halves of the head.
 */
export function rotate(vector: Float64Array, headSize: number, position: number, base: number): void {
  for (let even = 0; even < vector.length; even += 2) {
    const angle = position * base ** (-(even % headSize) / headSize);
    const [x, y] = [at(vector, even), at(vector, even + 1)];
    vector[even] = x * Math.cos(angle) - y * Math.sin(angle);
    vector[even + 1] = x * Math.sin(angle) + y * Math.cos(angle);
  }
}

/** x * sigmoid(x). */
export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

export function logSoftmax(logits: Float64Array): Float64Array {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) max = Math.max(max, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - max);
  const logTotal = Math.log(total);
  const result = new Float64Array(logits.length);
  for (let index = 0; index < logits.length; index++) result[index] = at(logits, index) - max - logTotal;
  return result;
}

export function add(vector: Float64Array, other: Float64Array): void {
  for (let index = 0; index < vector.length; index++) vector[index] = at(vector, index) + at(other, index);
}

/** An element that is there. One outside would become NaN in the sum, which no comparison survives. */
export function at(vector: Float64Array, index: number): number {
  return vector[index] as number;
}

/** The greatest absolute difference between two vectors; NaN where one of them is not all numbers. */
export function greatestDifference(vector: Float64Array, other: Float64Array): number {
  if (vector.length !== other.length) return Number.NaN;
  let greatest = 0;
  for (let index = 0; index < vector.length; index++) {
    greatest = Math.max(greatest, Math.abs(at(vector, index) - at(other, index)));
  }
  return greatest;
}
