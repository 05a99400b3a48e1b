import type { Snippet } from '../../context/snippet.ts';

/** What the index has found, as text: each piece under its place. Lines are as people count them, from 1. */
export function snippetsText(snippets: readonly Pick<Snippet, 'path' | 'lines' | 'text' | 'symbols'>[]): string {
  return snippets
    .map(({ path, lines, text, symbols }) =>
      // What lists signatures is from all over its file.
      symbols === undefined ? `${path}:${lines.start + 1}-${lines.end}\n${text}` : `${path}\n${text}`,
    )
    .join('\n\n');
}
