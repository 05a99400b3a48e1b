import type { ContextMeter } from '../../src/shared/chatProtocol.ts';

export interface MeterWords {
  readonly percent: string;
  readonly short: string;
  readonly tooltip: string;
  /** Sentences, the most important first. */
  readonly sentences: readonly string[];
}

/** What the meter says in words. Nothing is known before a model is loaded. */
export function meterWords(meter: ContextMeter): MeterWords {
  const { contextTokens, usedTokens, reservedTokens, windowTokens, droppedMessages, nextToDrop } = meter;
  if (contextTokens === 0) {
    return {
      percent: '–',
      short: 'not known yet',
      tooltip: 'No model is loaded yet',
      sentences: ['No model is loaded yet.'],
    };
  }
  const share = Math.min(100, Math.round((100 * usedTokens) / contextTokens));
  const short = `${number(usedTokens)} of ${number(contextTokens)} tokens used`;
  const sentences = [
    ...(droppedMessages > 0
      ? [`The model no longer reads the first ${messages(droppedMessages)}: there was no room. They stay here to read.`]
      : []),
    nextToDrop > 0
      ? `When there is no more room, the oldest ${messages(nextToDrop)} will be left out next.`
      : 'Nothing will be left out next: there is room.',
    ...(windowTokens === undefined ? [] : [windowSentence(windowTokens)]),
  ];
  return {
    percent: `${share}%`,
    short,
    tooltip: `${short}, ${number(reservedTokens)} kept for the answer, ${number(freeTokens(meter))} free`,
    sentences,
  };
}

/** Neither used nor kept for the answer. */
export function freeTokens({ contextTokens, usedTokens, reservedTokens }: ContextMeter): number {
  return Math.max(0, contextTokens - usedTokens - reservedTokens);
}

function windowSentence(windowTokens: number): string {
  return (
    `This model attends to the last ${number(windowTokens)} tokens in each layer, and keeps only those in memory. ` +
    'A conversation may be far longer than that: what is older still has its effect, through the layers.'
  );
}

function messages(count: number): string {
  return count === 1 ? 'message' : `${number(count)} messages`;
}

function number(value: number): string {
  return numbers.format(value);
}

/** Made once: making one takes longer than all that it writes. */
const numbers = new Intl.NumberFormat('en');
