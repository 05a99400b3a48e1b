import type { AnswerMessage } from '../../src/shared/conversation.ts';

/** One quiet line: which model, how much it wrote and how fast, and how much of the prompt it had read before. */
export function answerFigures({ modelName, tokens, counts }: AnswerMessage): string {
  const parts = [modelName];
  if (tokens !== undefined) parts.push(`${number(tokens)} tokens`);
  if (counts !== undefined) {
    if (counts.decodeMs > 0) parts.push(`${number((counts.decodeTokens * 1000) / counts.decodeMs)} tokens/s`);
    parts.push(`read ${number(counts.evaluatedTokens)} of ${number(counts.promptTokens)}`);
  }
  return parts.filter((part) => part !== '').join(' · ');
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
