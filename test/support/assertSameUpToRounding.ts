import { strict as assert } from 'node:assert';

/**
 * Batches of different sizes round differently, so a near tie may fall either way, and what follows then has nothing to
 * do with each other. Up to there, and there itself, the probabilities agree.
 */
export function assertSameUpToRounding(a: readonly number[], b: readonly number[], sameText: boolean): void {
  const firstDifference = a.findIndex((value, index) => Math.abs(value - (b[index] ?? Number.NaN)) > 1e-2);
  if (sameText) assert.deepEqual([firstDifference, a.length], [-1, b.length], `${a} and ${b}`);
  else assert.ok(firstDifference !== 0 && a.length > 0, `${a} and ${b}`);
}
