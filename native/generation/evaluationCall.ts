import type { LlamaContextSequence } from 'node-llama-cpp';
import type { Turns } from '../scheduling/scheduler.ts';

/** What a request evaluates on, when, and who is told. */
export interface EvaluationCall {
  readonly sequence: LlamaContextSequence;
  /** Every native call is made in one of these. */
  readonly turns: Turns;
  /** Told of prompt tokens as they are evaluated, so that the sums also hold for aborted requests. */
  readonly onEvaluated: (tokens: number) => void;
}
