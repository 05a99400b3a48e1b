import type { OffsetRange } from '../../shared/text.ts';

/** Where a secret stands in a text. It never reaches over the end of a line. */
export interface FoundSecret extends OffsetRange {
  /** What it is, as a phrase: `AWS key`. */
  readonly kind: string;
  /** A further line of the secret before it. */
  readonly isContinued: boolean;
}
