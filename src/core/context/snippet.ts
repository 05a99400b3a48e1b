import type { LineRange } from '../../shared/codeFacts.ts';

/** A piece of another file, or of what the user did, as it stands in a prompt. */
export interface Snippet {
  /** `/`-separated, relative to the workspace folder. */
  readonly path: string;
  readonly languageId: string;
  /** Where it is from. */
  readonly lines: LineRange;
  /** What is quoted, with `\n`, without an end of line at its end. */
  readonly text: string;
  readonly kind: SnippetKind;
  /** Why it is there, as a phrase for people: `imported from ./clamp`, `edited 20 s ago`. */
  readonly reason: string;
  /** Expected use, 0 to 1. */
  readonly score: number;
  /** Estimated, its path line included. */
  readonly tokens: number;
  /** The definitions whose signatures it lists, as `name` or `Container.name`. Absent: it quotes lines as they are. */
  readonly symbols?: readonly string[];
}

export type SnippetKind = 'definition' | 'edit' | 'recentFile' | 'copied' | 'neighbour' | 'sibling';

/** What a prompt knows beside the document, in the order in which it stands there. */
export interface RepoContext {
  readonly repoName: string;
  /** The document's own path, relative to its workspace folder. */
  readonly path: string;
  readonly snippets: readonly Snippet[];
}
