import type { Token } from 'node-llama-cpp';

/** What `controlledEvaluate` says of the token that follows. */
export interface NextTokenLogits {
  /** By logit, the greatest first, which must be among them. */
  readonly logits?: ReadonlyMap<Token, number>;
  /** The sum of `exp(logit - greatest logit)` over the whole vocabulary. */
  readonly totalLogitWeight?: number;
}

/** How to ask for the logits that {@link logProbabilityOf} needs. */
export function askLogits(tokens: readonly Token[], likeliest = 1) {
  return { generateNext: { logits: { filter: { tokens, includeTop: likeliest } }, totalLogitWeight: true } } as const;
}

/** Natural logarithm of the probability of `token` before any sampling option; NaN where its logit is missing. */
export function logProbabilityOf(token: Token, { logits, totalLogitWeight = Number.NaN }: NextTokenLogits): number {
  const [greatest = Number.NaN] = logits?.values() ?? [];
  return (logits?.get(token) ?? Number.NaN) - greatest - Math.log(totalLogitWeight);
}
