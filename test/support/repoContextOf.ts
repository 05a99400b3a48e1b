import type { RepoContext } from '../../src/core/context/snippet.ts';

/** What is known of a repository: one definition a text, all from the same file. */
export function repoContextOf(...texts: readonly string[]): RepoContext {
  return {
    repoName: 'shop',
    path: 'a.ts',
    snippets: texts.map((text) => ({
      ...{ path: 'sum.ts', languageId: 'typescript', lines: { start: 0, end: 1 }, text, kind: 'definition' },
      ...{ reason: 'imported', score: 1, tokens: 8 },
    })),
  };
}
