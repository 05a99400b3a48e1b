/**
 * Times, counted by how long they are: a list of single times would grow without an end. How many lie in each step; steps
 * are a third of an octave wide, and zeros at the end are left out.
 */
export type Histogram = readonly number[];

/** The first step is up to 1 ms, the last is from 65 s. */
export const maxSteps = 50;

export function histogramOf(timeMs: number): Histogram {
  const step = timeMs < 1 ? 0 : Math.min(maxSteps - 1, 1 + Math.floor(3 * Math.log2(timeMs)));
  return [...Array.from({ length: step }, () => 0), 1];
}

export function addHistograms(a: Histogram, b: Histogram): Histogram {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, step) => (a[step] ?? 0) + (b[step] ?? 0));
}

export function countOf(histogram: Histogram): number {
  return histogram.reduce((sum, count) => sum + count, 0);
}

/**
 * The time that a share of all times do not exceed, off by a step at most: by a quarter.
 *
 * @param share from 0 to 1; 0.5 is the median.
 * @returns milliseconds; `undefined` where there is no time.
 */
export function percentileMs(histogram: Histogram, share: number): number | undefined {
  let before = 0;
  const rank = share * countOf(histogram);
  for (const [step, count] of histogram.entries()) {
    if (count > 0 && before + count >= rank) return timeWithin(step, (rank - before) / count);
    before += count;
  }
  return undefined;
}

function timeWithin(step: number, share: number): number {
  return step === 0 ? share : 2 ** ((step - 1 + share) / 3);
}
