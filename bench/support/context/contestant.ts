import type { LineRange } from '../../../src/shared/codeFacts.ts';
import type { MaskedLine } from './questions.ts';

/** A piece of another file that a contestant puts into the prompt. */
export interface Quote {
  readonly path: string;
  readonly text: string;
  /** Where it quotes lines as they are. Absent: it is put together. */
  readonly lines?: LineRange;
}

/** Who chooses what a prompt says of other files, within the budget. */
export interface Contestant {
  readonly name: ContestantName;
  /** In the order of the prompt. */
  choose(line: MaskedLine): Promise<readonly Quote[]>;
}

export const contestantNames = ['leeward', 'ring', 'bm25'] as const;
export type ContestantName = (typeof contestantNames)[number];
