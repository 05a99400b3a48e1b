import type { ChunkCandidate } from '../../shared/contextQuery.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';

/** Chunks as snippets. BM25 has no scale of its own: the nearest one is as useful as such chunks are on average. */
export function neighbourSnippets(chunks: readonly ChunkCandidate[]): readonly Snippet[] {
  const nearest = Math.max(...chunks.map(({ score }) => score), Number.MIN_VALUE);
  return chunks.map(({ path, languageId, lines, text, score, isSibling }) => ({
    path,
    languageId,
    lines,
    text,
    kind: isSibling ? 'sibling' : 'neighbour',
    reason: isSibling ? 'belongs to this file' : 'resembles the text at the cursor',
    score: (isSibling ? siblingUse : neighbourUse) * (0.5 + 0.5 * (score / nearest)),
    tokens: snippetTokens(path, text),
  }));
}

/** Needed definitions that a chunk brings, roughly: a tenth of what the surest signatures bring, for ten times the tokens. */
const neighbourUse = 0.1;
const siblingUse = 0.12;
