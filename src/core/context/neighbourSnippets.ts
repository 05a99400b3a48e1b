import type { ChunkCandidate } from '../../shared/contextQuery.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';

/** Chunks as snippets. BM25 has no scale of its own: the nearest one is as useful as such chunks are on average. */
export function neighbourSnippets(chunks: readonly ChunkCandidate[]): readonly Snippet[] {
  const nearest = Math.max(...chunks.map(({ score }) => score), Number.MIN_VALUE);
  return chunks.map(({ path, languageId, lines, text, score, isSibling }) => {
    const tokens = snippetTokens(path, text);
    const use = (isSibling ? siblingUse : neighbourUse) * Math.min(1, tokens / wholeChunkTokens);
    return {
      path,
      languageId,
      lines,
      text,
      kind: isSibling ? 'sibling' : 'neighbour',
      reason: isSibling ? 'belongs to this file' : 'resembles the text at the cursor',
      score: use * (0.5 + 0.5 * (score / nearest)) * shareOfCode(text),
      tokens,
    };
  });
}

/** Needed definitions that the nearest chunk brings, counted on the bench's lines (seed 11); others bring half. */
const neighbourUse = 0.03;
const siblingUse = 0.13;
/** A shorter one brings less, else its few tokens would make it the most valuable a token (counted on seed 12). */
const wholeChunkTokens = 350;

/** Licences, imports and comments resemble each other, and are of no use. */
function shareOfCode(text: string): number {
  const lines = text.split('\n').filter((line) => /\w/.test(line));
  return lines.filter((line) => !withoutCode.test(line)).length / Math.max(1, lines.length);
}

const withoutCode =
  /^\s*(?:\/\/|\/\*|\*|#(?!\s*define)|--|import\b|from\s+\S+\s+import\b|package\b|use\s|using\s|(?:pub\s+)?use\s|export\s+\*|const .* = require\()/;
