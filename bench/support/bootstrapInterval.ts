export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean, and where 95 % of the means of samples drawn from these values with replacement lie. */
export function bootstrapInterval(values: readonly number[], random: () => number, samples = 2_000): Interval {
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const draw = () => values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN);
  const means = Array.from({ length: samples }, () => meanOf(draw())).sort((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (samples - 1))] ?? Number.NaN;
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) };
}
