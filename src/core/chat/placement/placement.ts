import type { TextEdit } from '../../../shared/text.ts';

/** What became of a code block that was to be applied to a document. */
export type Placement =
  /** `edits` are minimal by lines, ascending and disjoint; their offsets are the document's, and so are their line ends. */
  | { readonly kind: 'placed'; readonly edits: readonly TextEdit[] }
  /** The document has it already. */
  | { readonly kind: 'unchanged' }
  /** `reason` is one or two sentences for the user: why, and what to do. */
  | { readonly kind: 'refused'; readonly reason: string };
