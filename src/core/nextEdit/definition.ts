import type { OffsetRange } from '../../shared/text.ts';

/** A place that gives a name to something, as far as that is told without a grammar. */
export interface Definition {
  /** Of the token. */
  readonly index: number;
  /** Of a class or a type: it is used behind a dot. */
  readonly isMember: boolean;
  /** Where the name means this; of a member the body of its class. */
  readonly scope: OffsetRange;
  /** Of a member: its class. */
  readonly ownerName?: string;
}

/** What a language's rules say of a name. */
export type Found = Omit<Definition, 'index'> | undefined;
