import type { OffsetRange } from '../../shared/text.ts';
import type { ProposedEdit } from './proposedEdit.ts';
import type { SharedChange } from './sharedChange.ts';

/** What follows from a change of one thing. */
export interface FoundEdits {
  /** In the same document: ascending, without overlaps. */
  readonly edits: readonly ProposedEdit[];
  /** Absent: it is no matter of other documents. */
  readonly shared?: SharedChange;
}

/** The same change at other places, and why: there is at least one in the document, or others may have some. */
export interface NextEdits extends FoundEdits {
  readonly kind: 'rename' | 'repeat' | 'signature';
  /** Where the user has made the change. */
  readonly origin: OffsetRange;
}
