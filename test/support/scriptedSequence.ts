import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import { askLogits, logProbabilityOf } from '../../native/generation/logProbability.ts';

/**
 * The same sequence, which evaluates all the same, but chooses the tokens of a script, whatever the model would: so text
 * that no model at hand writes is decoded at the speed, and with the probabilities, that it would have. The
 * `confidence` of a choice is the probability of the scripted token.
 *
 * @param script prompt and answer; behind them the end of generation is chosen.
 */
export function scriptedSequence(sequence: LlamaContextSequence, script: readonly Token[]): LlamaContextSequence {
  const tokenAt = (position: number) => script[position] ?? (sequence.model.tokens.eos as Token);

  async function* evaluateWithMetadata(
    tokens: Token[],
    { confidence = false }: { readonly confidence?: boolean },
    options: SequenceEvaluateOptions,
  ): AsyncGenerator<Choice, void, Token[] | undefined> {
    const steps = sequence.evaluateWithMetadata(tokens, { probabilities: confidence }, options);
    try {
      let { value } = await steps.next();
      while (value !== undefined) {
        const token = tokenAt(sequence.nextTokenIndex);
        const { probabilities }: { readonly token: Token; readonly probabilities?: Probabilities } = value;
        const probability = probabilities?.get(token);
        const next = yield probability === undefined ? { token } : { token, confidence: probability };
        ({ value } = await steps.next(next ?? token));
      }
    } finally {
      await steps.return();
    }
  }

  async function controlledEvaluate(
    input: Parameters<LlamaContextSequence['controlledEvaluate']>[0],
  ): ReturnType<LlamaContextSequence['controlledEvaluate']> {
    const start = sequence.nextTokenIndex;
    const scripted = input.map((_, index) => tokenAt(start + index + 1));
    const asked = input.map((item, index): typeof item => {
      if (!Array.isArray(item) || item[1].generateNext?.confidence !== true) return item;
      return [item[0], askLogits([scripted[index] as Token])];
    });
    const results = await sequence.controlledEvaluate(asked);
    return scripted.map((token, index) => {
      const next = results[index]?.next ?? {};
      return {
        next: next.logits === undefined ? { token } : { token, confidence: Math.exp(logProbabilityOf(token, next)) },
      };
    });
  }

  return new Proxy(sequence, {
    get(target, key) {
      if (key === 'evaluateWithMetadata') return evaluateWithMetadata;
      if (key === 'controlledEvaluate') return controlledEvaluate;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

type Probabilities = ReadonlyMap<Token, number>;

interface Choice {
  readonly token: Token;
  readonly confidence?: number;
}
