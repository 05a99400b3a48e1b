import type { LineRange } from '../../shared/codeFacts.ts';
import type { CursorFacts } from '../../shared/contextQuery.ts';
import type { RankedSymbol } from './rankSymbols.ts';
import { reasonOf } from './reasonOf.ts';
import type { SignatureItem } from './signatureItems.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';

/** A file's signatures while they are gathered. */
export interface Listing {
  readonly items: readonly SignatureItem[];
  /** Names of the types whose line is there. */
  readonly blocks: ReadonlySet<string>;
}

/** What the item costs in addition to what the listing has already. Estimated. */
export function addedTokens({ lineTokens, pathTokens, block }: SignatureItem, listing: Listing | undefined): number {
  const blockTokens = block === undefined || listing?.blocks.has(block.name) ? 0 : block.tokens;
  return lineTokens + blockTokens + (listing === undefined ? pathTokens : 0);
}

export function withItem(listing: Listing | undefined, item: SignatureItem): Listing {
  const blocks = new Set(listing?.blocks);
  for (const name of [item.block?.name, item.opens]) if (name !== undefined) blocks.add(name);
  return { items: [...(listing?.items ?? []), item], blocks };
}

/** Top-level signatures in the file's order, members indented below the line of their type. */
export function listingSnippet({ items }: Listing, facts: CursorFacts): Snippet {
  const sorted = items.toSorted(
    (a, b) =>
      a.ranked.symbol.lines.start - b.ranked.symbol.lines.start ||
      // A type in front of what is written on its line.
      Number(b.opens !== undefined) - Number(a.opens !== undefined),
  );
  const [first] = sorted;
  if (first === undefined) throw new RangeError('a listing has an item');
  const { path, languageId } = first.ranked;
  const text = listingText(sorted);
  return {
    path,
    languageId,
    lines: spanOf(items.map((item) => item.ranked.symbol.lines)),
    text,
    kind: 'definition',
    ...reasonAndScore(
      sorted.map((item) => item.ranked),
      facts,
    ),
    tokens: snippetTokens(path, text),
    symbols: [...new Set(sorted.map(({ name }) => name))],
  };
}

/** Of definitions that are told together, at least one: the reason of the likeliest, and that any of them is needed. */
export function reasonAndScore(listed: readonly RankedSymbol[], facts: CursorFacts): Pick<Snippet, 'reason' | 'score'> {
  const likeliest = listed.reduce((a, b) => (b.probability > a.probability ? b : a));
  return { reason: reasonOf(likeliest, facts), score: anyOf(listed.map(({ probability }) => probability)) };
}

/** Members below the line of their type, and types below the one that they are written in, each line once. */
function listingText(items: readonly SignatureItem[]): string {
  const top: Entry[] = [];
  const types = new Map<string, Entry>();
  const typeEntry = (name: string, line: string, siblings: Entry[]): Entry => {
    const known = types.get(name);
    if (known !== undefined) return known;
    const entry = { line, below: [] };
    types.set(name, entry);
    siblings.push(entry);
    return entry;
  };
  for (const { line, block, opens } of items) {
    const siblings = block === undefined ? top : typeEntry(block.name, block.line, top).below;
    if (opens === undefined) siblings.push({ line, below: [] });
    // In Go and Rust members may stand in front of their type.
    else typeEntry(opens, line, siblings).line = line;
  }
  return linesOf(top, '').join('\n');
}

interface Entry {
  line: string;
  readonly below: Entry[];
}

function linesOf(entries: readonly Entry[], indent: string): readonly string[] {
  return entries.flatMap(({ line, below }) => [`${indent}${line}`, ...linesOf(below, `${indent}${memberIndent}`)]);
}

const memberIndent = '  ';

function spanOf(ranges: readonly LineRange[]): LineRange {
  return { start: Math.min(...ranges.map(({ start }) => start)), end: Math.max(...ranges.map(({ end }) => end)) };
}

/** That at least one of independent events happens. */
function anyOf(probabilities: readonly number[]): number {
  return 1 - probabilities.reduce((none, probability) => none * (1 - probability), 1);
}
