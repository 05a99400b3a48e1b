import type { OffsetRange } from '../../shared/text.ts';

/** One edit that is proposed: of whole words, in one line. */
export interface ProposedEdit {
  readonly range: OffsetRange;
  /** What stands there. */
  readonly oldText: string;
  /** Another text. */
  readonly newText: string;
  /** A part of `newText` that the user may want to write differently. */
  readonly placeholder?: OffsetRange;
}

/** The same change at other places, and why. */
export interface NextEdits {
  readonly kind: 'rename' | 'repeat' | 'signature';
  /** Ascending, without overlaps; at least one. */
  readonly edits: readonly ProposedEdit[];
  /** Where the user has made the change. */
  readonly origin: OffsetRange;
}
