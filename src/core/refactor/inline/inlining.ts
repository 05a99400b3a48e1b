import type { LexedCode } from '../../nextEdit/lexCode.ts';
import type { InlineDeclaration } from './inlineDeclaration.ts';
import type { InlineValue } from './inlineValue.ts';

/** A variable that may go, and where it is used. */
export interface Inlining {
  readonly code: LexedCode;
  readonly declaration: InlineDeclaration;
  readonly value: InlineValue;
  /** Indices of tokens, ascending; those of `{ x }` too. Never none. */
  readonly uses: readonly number[];
  /** One of them at least. */
  readonly isInLoop: boolean;
  readonly isInFunction: boolean;
  /** Index of the token up to which the value may be wanted: the last use, or the end of the block where that may run again. */
  readonly end: number;
}
