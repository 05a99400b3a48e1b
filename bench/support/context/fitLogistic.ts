/** One candidate: the features that are not 0, and whether it was needed. */
export interface Observation {
  readonly features: readonly number[];
  readonly values: readonly number[];
  readonly isNeeded: boolean;
  readonly weight: number;
}

/** Holds weights of features that are rare near 0. */
const ridge = 8;
const maxSteps = 20;

/**
 * Weights of a logistic model by Newton's method; feature 0 is the bias, and always 1.
 *
 * @returns a weight for each of `count` features.
 */
export function fitLogistic(observations: readonly Observation[], count: number): readonly number[] {
  let weights = new Float64Array(count);
  weights[0] = -4;
  let loss = lossOf(observations, weights);
  for (let step = 0; step < maxSteps; step++) {
    const direction = newtonDirection(observations, weights);
    let length = 1;
    let next = weights;
    let nextLoss = Number.POSITIVE_INFINITY;
    for (; length > 1e-3 && nextLoss >= loss; length /= 2) {
      next = weights.map((weight, index) => weight + length * (direction[index] ?? 0));
      nextLoss = lossOf(observations, next);
    }
    if (loss - nextLoss < 0.01) break;
    weights = next;
    loss = nextLoss;
  }
  return [...weights];
}

/** Negative log likelihood, in nats, without the ridge where `weights` come from elsewhere. */
export function lossOf(observations: readonly Observation[], weights: ArrayLike<number>): number {
  let loss = 0;
  for (const { features, values, isNeeded, weight } of observations) {
    const odds = oddsOf(features, values, weights);
    loss += weight * (Math.log1p(Math.exp(-Math.abs(odds))) + Math.max(odds, 0) - (isNeeded ? odds : 0));
  }
  for (let index = 1; index < weights.length; index++) loss += 0.5 * ridge * (weights[index] ?? 0) ** 2;
  return loss;
}

function oddsOf(features: readonly number[], values: readonly number[], weights: ArrayLike<number>): number {
  let odds = 0;
  for (let index = 0; index < features.length; index++)
    odds += (weights[features[index] ?? 0] ?? 0) * (values[index] ?? 0);
  return odds;
}

function newtonDirection(observations: readonly Observation[], weights: Float64Array): Float64Array {
  const count = weights.length;
  const rows = Array.from({ length: count }, () => new Float64Array(count + 1));
  const add = (row: number, column: number, value: number): void => {
    const cells = rows[row];
    if (cells !== undefined) cells[column] = (cells[column] ?? 0) + value;
  };
  for (const { features, values, isNeeded, weight } of observations) {
    const probability = 1 / (1 + Math.exp(-oddsOf(features, values, weights)));
    const residual = weight * (Number(isNeeded) - probability);
    const curvature = weight * probability * (1 - probability);
    for (const [index, row] of features.entries()) {
      const value = values[index] ?? 0;
      add(row, count, residual * value);
      for (const [other, column] of features.entries()) add(row, column, curvature * value * (values[other] ?? 0));
    }
  }
  for (let index = 0; index < count; index++) {
    add(index, index, index === 0 ? 1e-6 : ridge);
    if (index > 0) add(index, count, -ridge * (weights[index] ?? 0));
  }
  return solve(rows);
}

/** Gaussian elimination with pivots; the last column is the right side. */
function solve(rows: Float64Array[]): Float64Array {
  const count = rows.length;
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let column = 0; column < count; column++) {
    let pivot = column;
    for (let row = column; row < count; row++)
      if (Math.abs(cell(row, column)) > Math.abs(cell(pivot, column))) pivot = row;
    const [upper, lower] = [rows[column], rows[pivot]];
    if (upper === undefined || lower === undefined) continue;
    rows[column] = lower;
    rows[pivot] = upper;
    for (let row = column + 1; row < count; row++) {
      const factor = cell(row, column) / cell(column, column);
      const cells = rows[row];
      if (factor !== 0 && cells !== undefined)
        for (let at = column; at <= count; at++) cells[at] = (cells[at] ?? 0) - factor * cell(column, at);
    }
  }
  const solution = new Float64Array(count);
  for (let row = count - 1; row >= 0; row--) {
    let sum = cell(row, count);
    for (let column = row + 1; column < count; column++) sum -= cell(row, column) * (solution[column] ?? 0);
    solution[row] = sum / cell(row, row);
  }
  return solution;
}
