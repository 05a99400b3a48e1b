import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/**
 * Evaluates `tokens` in one call of the library.
 *
 * @returns for each of them from `start` on, the natural logarithm of each token's probability to follow it, by token.
 */
export async function nextLogProbabilities(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  start = 0,
): Promise<readonly Float64Array[]> {
  const generateNext = { logits: true, totalLogitWeight: true };
  const results = await sequence.controlledEvaluate(
    tokens.map((token, index) => (index < start ? token : [token, { generateNext }])),
  );
  return results.slice(start).map((result) => {
    const { logits = new Map<Token, number>(), totalLogitWeight = Number.NaN } = result?.next ?? {};
    const maxLogit = Math.max(...logits.values());
    return byToken(logits, (logit) => logit - maxLogit - Math.log(totalLogitWeight));
  });
}

/** The same through the library's decoding, one token a step, where each sampled token is replaced by the next one. */
export async function forcedLogProbabilities(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
): Promise<readonly Float64Array[]> {
  const steps = sequence.evaluateWithMetadata(tokens.slice(0, 1), { probabilities: true }, { temperature: 0 });
  const found: Float64Array[] = [];
  try {
    let step = await steps.next();
    while (!step.done) {
      found.push(byToken(step.value.probabilities, Math.log));
      const next = tokens[found.length];
      if (next === undefined) break;
      step = await steps.next(next);
    }
    return found;
  } finally {
    await steps.return();
  }
}

function byToken(map: ReadonlyMap<Token, number>, logProbability: (value: number) => number): Float64Array {
  const row = new Float64Array(map.size).fill(Number.NaN);
  for (const [token, value] of map) row[token] = logProbability(value);
  return row;
}
