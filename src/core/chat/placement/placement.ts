import type { TextEdit } from '../../../shared/text.ts';

/** A code block of an answer, as `codeBlocks` gives it. */
export interface Block {
  readonly code: string;
  readonly language: string;
  readonly isClosed: boolean;
}

/** The document that a block is to be applied to. */
export interface Target {
  readonly text: string;
  /** VS Code's. */
  readonly languageId: string;
  /** Relative, `/`-separated. */
  readonly path: string;
  /** The answer names that file, or the question was about it alone: what is new in the block belongs there. Absent: no. */
  readonly isNamed?: boolean;
}

/** What became of a code block that was to be applied to a document. */
export type Placement =
  /** `edits` are minimal by lines, ascending and disjoint; their offsets are the document's, and so are their line ends. */
  | { readonly kind: 'placed'; readonly edits: readonly TextEdit[] }
  /** The document has it already. */
  | { readonly kind: 'unchanged' }
  /** `reason` is one or two sentences for the user: why, and what to do. */
  | { readonly kind: 'refused'; readonly reason: string };
