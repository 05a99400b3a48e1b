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
