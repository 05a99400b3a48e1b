import type { EvaluationPriority, LlamaContextSequence } from 'node-llama-cpp';

/** What a request evaluates on, and who is told. */
export interface EvaluationCall {
  readonly sequence: LlamaContextSequence;
  readonly priority: EvaluationPriority;
  /** Marks a native call, for telling a busy engine from a hung one. */
  readonly track: <Result>(call: Promise<Result>) => Promise<Result>;
  /** Told of prompt tokens as they are evaluated, so that the sums also hold for aborted requests. */
  readonly onEvaluated: (tokens: number) => void;
}
