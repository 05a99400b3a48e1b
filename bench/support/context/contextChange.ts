/** What a changed context costs: a prompt is evaluated anew from the first token that differs. */
import type { Snippet } from '../../../src/core/context/snippet.ts';
import { estimateTokens } from '../../../src/core/prompt/budget.ts';
import type { PromptSegment } from '../../../src/shared/engine.ts';

export interface ContextPrompt {
  readonly segments: readonly PromptSegment[];
  /** The first ones, which are of other files. */
  readonly contextSegments: number;
}

/** Tokens of the next prompt from the first piece of its context that is another one. 0: the context is the same. */
export function evaluatedForContext(previous: ContextPrompt, next: ContextPrompt): number {
  const count = Math.max(previous.contextSegments, next.contextSegments);
  for (let at = 0; at < count; at++) {
    const [before, now] = [previous.segments[at], next.segments[at]];
    if (before?.text !== now?.text || before?.kind !== now?.kind) return tokensOf(next.segments.slice(at));
  }
  return 0;
}

/** Estimated. */
export function tokensOf(segments: readonly PromptSegment[]): number {
  return segments.reduce((sum, { kind, text }) => sum + (kind === 'text' ? estimateTokens(text) : 1), 0);
}

/** Those that remain less the longest run of them that kept its order. */
export function movedSnippets(previous: readonly Snippet[], next: readonly Snippet[]): number {
  const places = previous.map((one) => next.findIndex((other) => isSame(one, other))).filter((place) => place !== -1);
  const longest: number[] = [];
  for (const [index, place] of places.entries()) {
    const before = longest.filter((_, other) => other < index && (places[other] ?? 0) < place);
    longest.push(1 + Math.max(0, ...before));
  }
  return places.length - Math.max(0, ...longest);
}

export function isSame(one: Snippet, other: Snippet): boolean {
  return one.path === other.path && one.text === other.text;
}
