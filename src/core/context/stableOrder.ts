import type { Snippet } from './snippet.ts';

/** What one would have in a prompt now, if nothing was there. */
export interface SnippetWish {
  /** Needed definitions that a snippet is expected to bring. `undefined`: it is out of date, and must go. */
  valueOf(snippet: Snippet): number | undefined;
  /** New snippets for what `kept` does not say yet, the most valuable first, of at most `budgetTokens` together. */
  fill(kept: readonly Snippet[], budgetTokens: number): readonly Snippet[];
}

/**
 * The snippets of the next prompt. A prompt is evaluated anew from the first token that differs, so what is there stays
 * in its place, new snippets come behind it, and old ones go from the end, as far as what takes their place is worth more
 * than evaluating it costs.
 *
 * Applied to its own result it changes nothing.
 */
export function stableOrder(previous: readonly Snippet[], wish: SnippetWish, budgetTokens: number): readonly Snippet[] {
  let current = previous;
  // Each round gains at least `leastGain` of a sum that is bounded, so this ends; nearly always after one round.
  for (;;) {
    const next = improve(current, wish, budgetTokens);
    if (next === current) break;
    current = next;
  }
  if (current.length > 0) return current;
  // Where nothing is there, there is nothing to lose.
  const first = wish.fill([], budgetTokens);
  return first.length === 0 && previous.length === 0 ? previous : first;
}

/**
 * Expected needed definitions. The document stands behind the snippets, so any change, however small, has all of it
 * evaluated anew: that is worth it when one moves to another place, hardly ever while one types.
 */
const leastGain = 0.4;
/** Expected needed definitions that evaluating a token must bring. */
const costPerToken = 0.0005;

function improve(previous: readonly Snippet[], wish: SnippetWish, budgetTokens: number): readonly Snippet[] {
  const usable = previous.slice(0, usableLength(previous, wish, budgetTokens));
  let best: readonly Snippet[] = usable.length === previous.length ? previous : usable;
  let bestGain = totalValue(usable, wish) + leastGain;
  for (const length of keptLengths(usable.length)) {
    const kept = usable.slice(0, length);
    const added = inOldOrder(wish.fill(kept, budgetTokens - tokensOf(kept)), previous);
    const gain = totalValue(kept, wish) + totalValue(added, wish) - costPerToken * tokensOf(added);
    if (gain <= bestGain) continue;
    best = [...kept, ...added];
    bestGain = gain;
  }
  return best;
}

/** What was there before stands in the same order among its like again. */
function inOldOrder(added: readonly Snippet[], previous: readonly Snippet[]): readonly Snippet[] {
  const placeOf = ({ path, text }: Snippet) => previous.findIndex((old) => old.path === path && old.text === text);
  const places = added.map(placeOf);
  const back = places.filter((place) => place !== -1).sort((a, b) => a - b);
  return added.map((snippet, index) => (places[index] === -1 ? snippet : (previous[back.shift() ?? -1] ?? snippet)));
}

/** All, and fewer and fewer in growing steps: what is far in front hardly ever goes alone. */
function keptLengths(length: number): readonly number[] {
  const lengths = [length];
  for (let dropped = 1; dropped < length; dropped = Math.ceil(dropped * 1.5)) lengths.push(length - dropped);
  if (length > 0) lengths.push(0);
  return lengths;
}

/** Snippets in front of the first that is out of date or does not fit. */
function usableLength(previous: readonly Snippet[], wish: SnippetWish, budgetTokens: number): number {
  let tokens = 0;
  for (const [index, snippet] of previous.entries()) {
    tokens += snippet.tokens;
    if (tokens > budgetTokens || wish.valueOf(snippet) === undefined) return index;
  }
  return previous.length;
}

function totalValue(snippets: readonly Snippet[], wish: SnippetWish): number {
  return sum(snippets.map((snippet) => wish.valueOf(snippet) ?? 0));
}

function tokensOf(snippets: readonly Snippet[]): number {
  return sum(snippets.map(({ tokens }) => tokens));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
