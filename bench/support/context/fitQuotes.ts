import { snippetTokens } from '../../../src/core/context/snippetTokens.ts';
import type { Quote } from './contestant.ts';

/**
 * The first of the quotes that fit, the last of them cut to whole lines. The path that stands above each in a prompt
 * counts, for every contestant alike.
 */
export function fitQuotes(quotes: readonly Required<Quote>[], budgetTokens: number): readonly Quote[] {
  const fitting: Quote[] = [];
  let left = budgetTokens;
  for (const quote of quotes) {
    const cut = firstLines(quote, left);
    if (cut === undefined) break;
    fitting.push(cut);
    left -= snippetTokens(cut.path, cut.text);
    if (cut !== quote) break;
  }
  return fitting;
}

function firstLines(quote: Required<Quote>, budgetTokens: number): Required<Quote> | undefined {
  if (snippetTokens(quote.path, quote.text) <= budgetTokens) return quote;
  const lines = quote.text.split('\n');
  while (lines.length > 0 && snippetTokens(quote.path, lines.join('\n')) > budgetTokens) lines.pop();
  if (lines.length === 0) return undefined;
  return {
    path: quote.path,
    text: lines.join('\n'),
    lines: { start: quote.lines.start, end: quote.lines.start + lines.length },
  };
}
