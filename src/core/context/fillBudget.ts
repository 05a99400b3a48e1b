import type { CursorFacts } from '../../shared/contextQuery.ts';
import { addedTokens, type Listing, listingSnippet, withItem } from './listing.ts';
import type { SignatureItem } from './signatureItems.ts';
import type { Snippet } from './snippet.ts';

/** What there is to choose from. */
export interface Offer {
  readonly items: readonly SignatureItem[];
  /** Texts that are quoted as they are, or not at all. */
  readonly texts: readonly Snippet[];
}

/**
 * The snippets of most value a token: each signature alone, with what it adds to the listing of its file, against texts
 * that are quoted as they are.
 *
 * @returns the most valuable a token first; at most `budgetTokens` together, by {@link Snippet.tokens}.
 */
export function fillBudget({ items, texts }: Offer, facts: CursorFacts, budgetTokens: number): readonly Snippet[] {
  const listings = new Map<string, { readonly listing: Listing; readonly snippet: Snippet }>();
  const chosenTexts: Snippet[] = [];
  const openItems = items.toSorted((a, b) => greatestDensity(b) - greatestDensity(a));
  const openTexts = texts.toSorted((a, b) => densityOf(b) - densityOf(a));
  let left = budgetTokens;
  for (;;) {
    const [text] = openTexts;
    const best = densest(openItems, (item) => addedTokens(item, listings.get(item.ranked.path)?.listing));
    if (text !== undefined && (best === undefined || densityOf(text) > best.density)) {
      openTexts.shift();
      if (text.tokens > left) continue;
      chosenTexts.push(text);
      left -= text.tokens;
      continue;
    }
    if (best === undefined) break;
    const [item] = openItems.splice(best.index, 1);
    if (item === undefined || item.lineTokens > left + 1) continue;
    const old = listings.get(item.ranked.path);
    const listing = withItem(old?.listing, item);
    const snippet = listingSnippet(listing, facts);
    const added = snippet.tokens - (old?.snippet.tokens ?? 0);
    if (added > left) continue;
    left -= added;
    listings.set(item.ranked.path, { listing, snippet });
  }
  const chosen = [...[...listings.values()].map(({ snippet }) => snippet), ...chosenTexts];
  return chosen.sort((a, b) => densityOf(b) - densityOf(a));
}

function densityOf({ score, tokens }: Snippet): number {
  return score / tokens;
}

/** Where its file and container are listed already. */
function greatestDensity({ ranked, lineTokens }: SignatureItem): number {
  return ranked.probability / lineTokens;
}

/** @param items by {@link greatestDensity}, so that those behind a certain one need not be looked at. */
function densest(
  items: readonly SignatureItem[],
  tokensOf: (item: SignatureItem) => number,
): { readonly index: number; readonly density: number } | undefined {
  let best: { readonly index: number; readonly density: number } | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) break;
    if (best !== undefined && greatestDensity(item) <= best.density) break;
    const density = item.ranked.probability / tokensOf(item);
    if (best === undefined || density > best.density) best = { index, density };
  }
  return best;
}
