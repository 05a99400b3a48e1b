/**
 * How much of a document goes into a prompt. There is no tokeniser here, so tokens are estimated (`tokenWeights.ts`).
 *
 * Both cuts are stable while the user types, because a start that moves is evaluated anew from its first token. The
 * prefix starts at the document's start or at a line start behind a multiple of half its budget, so it moves once in
 * half a budget's text; the suffix ends at a line end.
 */

import { greatestWeight, TokenWeights, tokenWeight } from './tokenWeights.ts';

/** Above it each new file would cost seconds on a processor before its first completion; the nearest text matters most. */
export const maxPromptTokens = 2_048;

/** Kept free for markers, the begin-of-text token and the healed ones. */
const reservedTokens = 16;

/** Of a FIM prompt's text. What comes next says less than what came before. */
const suffixShare = 0.25;

export interface PromptBudget {
  readonly prefixTokens: number;
  /** 0: no suffix. */
  readonly suffixTokens: number;
}

export function promptBudget(contextSizeTokens: number, answerTokens: number, hasSuffix: boolean): PromptBudget {
  const tokens = Math.max(64, Math.min(maxPromptTokens, contextSizeTokens - answerTokens - reservedTokens));
  const suffixTokens = hasSuffix ? Math.floor(tokens * suffixShare) : 0;
  return { prefixTokens: tokens - suffixTokens, suffixTokens };
}

/** The end of `prefix` that fits, from a start that moves rarely. */
export function cutPrefix(prefix: string, budgetTokens: number): string {
  const budget = budgetTokens * tokenWeight;
  const total = weigh(prefix, prefix.length);
  if (total <= budget) return prefix;
  const block = Math.max(1, Math.floor(budget / 2));
  // A character weighs more where nothing is in front of it.
  const dropped = Math.ceil((total + greatestWeight - budget) / block) * block;
  const from = offsetBehind(prefix, dropped);
  const lineStart = prefix.indexOf('\n', from - 1) + 1;
  // A line start far on would leave nothing of a file with enormous lines; so at least a quarter of the budget is used.
  const isNear = lineStart > 0 && lineStart <= offsetBehind(prefix, dropped + block / 2);
  return prefix.slice(isNear ? lineStart : from + (isInsidePair(prefix, from) ? 1 : 0));
}

/** The beginning of `suffix` that fits, to the end of a line where there is one. */
export function cutSuffix(suffix: string, budgetTokens: number): string {
  const budget = budgetTokens * tokenWeight;
  if (budget <= 0) return '';
  const end = offsetWithin(suffix, budget);
  if (end === suffix.length) return suffix;
  const lineEnd = suffix.lastIndexOf('\n', end - 1) + 1;
  return suffix.slice(0, lineEnd > 0 ? lineEnd : end - (isInsidePair(suffix, end) ? 1 : 0));
}

/** Estimated tokens, hardly ever fewer than a vocabulary needs: see `tokenWeights.ts`. */
export function estimateTokens(text: string): number {
  return Math.ceil(weigh(text, text.length) / tokenWeight);
}

function weigh(text: string, end: number): number {
  const weights = new TokenWeights();
  let sum = 0;
  for (let at = 0; at < end; at++) sum += weights.next(text.charCodeAt(at));
  return sum;
}

/** The last offset before which the text weighs at most `weight`. */
function offsetWithin(text: string, weight: number): number {
  const behind = offsetBehind(text, weight);
  return weigh(text, behind) > weight ? behind - 1 : behind;
}

/** The first offset before which the text weighs at least `weight`. */
function offsetBehind(text: string, weight: number): number {
  const weights = new TokenWeights();
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    if (sum >= weight) return at;
    sum += weights.next(text.charCodeAt(at));
  }
  return text.length;
}

function isInsidePair(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code < 0xe000;
}
