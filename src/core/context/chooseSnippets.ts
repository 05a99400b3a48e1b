import type { ContextCandidates, CursorFacts } from '../../shared/contextQuery.ts';
import { fillBudget } from './fillBudget.ts';
import { reasonAndScore } from './listing.ts';
import { neighbourSnippets } from './neighbourSnippets.ts';
import { rankSymbols } from './rankSymbols.ts';
import { type SignatureItem, signatureItems } from './signatureItems.ts';
import type { Snippet } from './snippet.ts';
import { stableOrder } from './stableOrder.ts';

export interface SnippetChoice {
  readonly facts: CursorFacts;
  readonly candidates: ContextCandidates;
  /** What does not come from the index: recent edits, copied text, files that were seen. */
  readonly extra: readonly Snippet[];
  /** What the last prompt of this document had, in its order. */
  readonly previous: readonly Snippet[];
  readonly budgetTokens: number;
  /** What is in the prompt anyway. */
  readonly documentText: string;
}

/**
 * What a prompt says of other files, in its order: at most `budgetTokens`, nothing twice, and of the document itself only
 * what was edited away. Reasons and scores are those of now, also of what stays from before.
 */
export function chooseSnippets(choice: SnippetChoice): readonly Snippet[] {
  const { facts, candidates, previous, budgetTokens } = choice;
  const others = candidates.symbols.filter(({ path }) => path !== facts.path);
  const items = signatureItems(rankSymbols(facts, others));
  const byKey = byKeyOf(items);
  const texts = quotedTexts(choice);
  const chosen = stableOrder(
    previous,
    {
      valueOf: (snippet) =>
        snippet.symbols === undefined ? valueOfText(snippet, texts) : valueOfListing(snippet, snippet.symbols, byKey),
      fill: (kept, budget) => {
        const known = new Set(kept.flatMap(({ path, symbols }) => (symbols ?? []).map((name) => `${path}#${name}`)));
        const newItems = items.filter((item) => !known.has(keyOf(item)));
        const newTexts = texts.filter((text) => !kept.some((other) => isSamePlace(text, other)));
        return fillBudget({ items: newItems, texts: newTexts }, facts, budget);
      },
    },
    budgetTokens,
  );
  return chosen.map((snippet) =>
    snippet.symbols === undefined ? textOfNow(snippet, texts) : listingOfNow(snippet, snippet.symbols, byKey, facts),
  );
}

function byKeyOf(items: readonly SignatureItem[]): ReadonlyMap<string, readonly SignatureItem[]> {
  const byKey = new Map<string, SignatureItem[]>();
  for (const item of items) byKey.set(keyOf(item), [...(byKey.get(keyOf(item)) ?? []), item]);
  return byKey;
}

function keyOf({ ranked: { path }, name }: SignatureItem): string {
  return `${path}#${name}`;
}

/** What is quoted as it is. What is in the prompt anyway is not among it. */
function quotedTexts({ facts, candidates, extra, documentText }: SnippetChoice): readonly Snippet[] {
  const known = new Set(documentText.split('\n').map((line) => line.trim()));
  const texts: Snippet[] = [];
  for (const text of [...extra, ...neighbourSnippets(candidates.chunks)]) {
    const isNew = text.path === facts.path ? isGone(text, known) : !isKnown(text.text, known);
    if (isNew && !texts.some((other) => isSamePlace(text, other))) texts.push(text);
  }
  return texts;
}

/** Nearly all of its lines stand in the document. */
function isKnown(text: string, documentLines: ReadonlySet<string>): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line.length > 3);
  return telling.filter((line) => documentLines.has(line)).length >= telling.length * 0.8;
}

/** An edit of the document itself tells what it does not: a line that is there no more. */
function isGone({ kind, text }: Snippet, documentLines: ReadonlySet<string>): boolean {
  const removed = text.split('\n').filter((line) => line.startsWith('-'));
  return kind === 'edit' && removed.some((line) => line.length > 4 && !documentLines.has(line.slice(1).trim()));
}

/** They quote some of the same lines. */
function isSamePlace(a: Snippet, b: Snippet): boolean {
  if (a.symbols !== undefined || b.symbols !== undefined || a.path !== b.path) return false;
  return a.text === b.text || (a.lines.start < b.lines.end && b.lines.start < a.lines.end);
}

function valueOfText(snippet: Snippet, texts: readonly Snippet[]): number | undefined {
  const same = texts.find((text) => isSamePlace(text, snippet));
  if (same === undefined) return 0;
  return same.text === snippet.text ? same.score : undefined;
}

function textOfNow(snippet: Snippet, texts: readonly Snippet[]): Snippet {
  const same = texts.find((text) => text.path === snippet.path && text.text === snippet.text);
  return same === undefined ? snippet : { ...snippet, reason: same.reason, score: same.score };
}

function listingOfNow(
  snippet: Snippet,
  symbols: readonly string[],
  byKey: ReadonlyMap<string, readonly SignatureItem[]>,
  facts: CursorFacts,
): Snippet {
  const lines = new Set(snippet.text.split('\n').map((line) => line.trim()));
  const items = symbols.flatMap((name) => byKey.get(`${snippet.path}#${name}`) ?? []);
  const listed = items.filter(({ line }) => lines.has(line)).map(({ ranked }) => ranked);
  // No candidate here: why it was chosen is all there is to tell.
  return listed.length === 0 ? snippet : { ...snippet, ...reasonAndScore(listed, facts) };
}

/** Out of date where the index knows one of its definitions under another signature. */
function valueOfListing(
  { path, text }: Snippet,
  symbols: readonly string[],
  byKey: ReadonlyMap<string, readonly SignatureItem[]>,
): number | undefined {
  let value = 0;
  for (const name of symbols) {
    const items = byKey.get(`${path}#${name}`);
    if (items === undefined) continue;
    if (!items.some(({ line }) => text.includes(line))) return undefined;
    value += 1 - items.reduce((none, { ranked }) => none * (1 - ranked.probability), 1);
  }
  return value;
}
