/**
 * The engine as a port: what `src/core` asks, whoever answers. Today's answer comes from our engine process
 * (`native`, reached through `src/host/engine`); a server of the user's own may answer one day.
 */

/**
 * A piece of a prompt, tokenised by itself, so that a change in one segment cannot shift the tokens of another.
 *
 * `text` is whatever a user or a file contributes: it is never read as a control token, even if it spells one.
 * `control` is the exact vocabulary text of one control token (`<|fim_prefix|>`), else the request is refused with
 * `markerMissing`.
 * `format` belongs to the prompt's format where its models know it as ordinary tokens (`[INST]` of Mistral and Llama 2).
 */
export interface PromptSegment {
  readonly kind: 'text' | 'control' | 'format';
  readonly text: string;
}

/** What a model is asked to continue. */
export interface Prompt {
  readonly segments: readonly PromptSegment[];
  /**
   * Texts that only `format` segments may spell: within `text` they become other tokens, which read the same. Absent: none.
   */
  readonly guardedTexts?: readonly string[];
}

/**
 * What a request is for; decides who goes first, and whose cache it may use. `warmUp` evaluates in the background what a
 * completion will begin with.
 */
export type Purpose = 'completion' | 'chat' | 'refactor' | 'background' | 'warmUp';

export interface Sampling {
  /** 0 is greedy. Range 0 to 2. */
  readonly temperature: number;
  /** 0 is off. */
  readonly topK: number;
  /** 1 is off. Range 0 to 1. */
  readonly topP: number;
  /** The same seed and request give the same text. Absent: random. */
  readonly seed?: number;
}

export interface GenerateRequest extends Prompt {
  readonly purpose: Purpose;
  /**
   * As many leading segments are expected to stay as they are in the next request (a conversation so far, context of the
   * repository): a windowed cache, which forgets, keeps a checkpoint behind them. Absent: none.
   */
  readonly stableSegments?: number;
  /**
   * Token healing: the word at the end of a final `text` segment may be cut short by the cursor, so its tokens are
   * dropped from the prompt and the answer is made to begin with their text (a longer token that begins so may be
   * taken). The dropped text is not part of the deltas.
   */
  readonly healTokens: boolean;
  /**
   * The prompt may come to nothing: where several are kept evaluated, it takes the place of another than the one that
   * the window asked for last. Where all others are of other windows, it is refused (`nothingToSpare`). Absent: of the one that
   * it shares most with.
   */
  readonly sparesNewest?: boolean;
  /** At most this many tokens are decoded. 0 only prefills, to warm the cache. */
  readonly maxTokens: number;
  /** Generation ends before the first of these; none of it is part of the text. */
  readonly stop: readonly string[];
  /** Control tokens that end the generation, beside the vocabulary's own end-of-generation tokens. Unknown ones are ignored. */
  readonly stopTokens: readonly string[];
  readonly sampling: Sampling;
  /**
   * Much of the answer is expected to stand in the prompt, or in the answer itself, already: then several tokens are
   * computed at a time. What is answered stays the same, up to rounding. Absent: one by one.
   */
  readonly copiesPrompt?: boolean;
  /**
   * GBNF: the answer is one of its sentences, or the beginning of one where a limit ends it. What is healed is no part of it, and
   * nothing is guessed. Absent: any text.
   */
  readonly grammar?: string;
  /** Ask for a log-probability a token. Costs a sum over the vocabulary a token. */
  readonly logProbabilities: boolean;
}

/** Why a generation ended. `stopped`: the caller's `onDelta` said so. */
export type FinishReason = 'endOfText' | 'stopString' | 'maxTokens' | 'contextFull' | 'stopped';

/** Law: `promptTokens === reusedTokens + evaluatedTokens`. */
export interface GenerateCounts {
  readonly promptTokens: number;
  /** Prompt tokens found in the KV cache. */
  readonly reusedTokens: number;
  /** Prompt tokens computed for this request. */
  readonly evaluatedTokens: number;
  /** Without waiting for turns of other requests, as {@link decodeMs}. */
  readonly prefillMs: number;
  /** From the request's arrival at the engine, waiting included. */
  readonly timeToFirstTokenMs: number;
  readonly decodeTokens: number;
  readonly decodeMs: number;
  /** Computed as guesses at what comes next, where the answer was expected to copy. */
  readonly guessedTokens?: number;
  /** Those of them that the model chose too: so many native calls fewer. */
  readonly agreedTokens?: number;
}

export interface GenerateResult {
  readonly text: string;
  readonly finish: FinishReason;
  readonly counts: GenerateCounts;
  /** Natural logarithms, one a decoded token, where asked for. */
  readonly logProbabilities?: readonly number[];
}

/** Is told of an answer as it comes. */
export type OnDelta = (delta: string, logProbability?: number) => 'continue' | 'stop';

/** Asks how likely each of some answers is. */
export interface ScoreRequest extends Prompt {
  readonly purpose: Purpose;
  /** Two or more different texts, each of which could stand right behind the prompt. */
  readonly options: readonly string[];
}

export interface ScoreResult {
  /** Natural logarithm of the probability of each option as a continuation of the prompt, in their order. */
  readonly logProbabilities: readonly number[];
  /** Of the prompt and all options together. */
  readonly evaluatedTokens: number;
}

/** The loaded model, as the engine sees it. */
export interface EngineModel {
  /** What its user calls it: the file's name, without its ending. */
  readonly name: string;
  /** What its makers call it, from the file's metadata. */
  readonly title: string;
  /** The file that the user chose. */
  readonly path: string;
  readonly sizeBytes: number;
  /** `general.architecture` of the file: `llama`, `qwen2`, ... */
  readonly architecture: string;
  /** Tokens a sequence may hold. */
  readonly contextSizeTokens: number;
  /** Positions that a token attends to in one layer, its own included. Absent: all before it. */
  readonly windowTokens?: number;
  /** Prompts of completions that are kept evaluated at the same time, for all windows together. Absent: one. */
  readonly keptPrompts?: number;
  /** The chat template of the file, which tells the family's prompt format. Empty: it has none. */
  readonly chatTemplate: string;
  /** What really computes, asked of the library: falling back to the CPU is never silent. */
  readonly backend: 'cpu' | 'cuda' | 'metal' | 'vulkan';
  readonly deviceNames: readonly string[];
  readonly threads: number;
  /** Vocabulary texts of the control and user-defined tokens: the only texts a `control` segment may have. */
  readonly controlTokens: readonly string[];
}

export interface Engine {
  /** The loaded model; starts the engine and loads the model where that has not happened. */
  model(signal: AbortSignal): Promise<EngineModel>;
  /**
   * Continues the prompt.
   *
   * @param onDelta gets each piece of text as it comes, and where log-probabilities are asked for the sum of those of the
   *   tokens that brought it, but for healed ones; `'stop'` ends the generation, which then resolves with finish `stopped` (its `text` may run
   *   further than what `onDelta` had seen).
   * @throws CancelledError when `signal` is aborted, UserError (`engineGone`, `promptTooLong`, `nothingToSpare`, ...) otherwise.
   */
  generate(request: GenerateRequest, onDelta: OnDelta, signal: AbortSignal): Promise<GenerateResult>;
  /**
   * Compares answers by their probabilities, which text that the model writes can't be trusted to tell.
   *
   * @throws as {@link generate}.
   */
  score(request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult>;
  /**
   * How many tokens of the loaded model each text is, by itself and as text that is never read as a control token.
   *
   * @throws CancelledError when `signal` is aborted, UserError (`engineGone`, ...) otherwise.
   */
  countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>;
  /**
   * Lets go of all prompts and answers that were evaluated for later, in memory and on the disk, but for those of requests
   * that go on. What comes next is evaluated anew.
   *
   * @throws as {@link countTokens}.
   */
  forget(signal: AbortSignal): Promise<void>;
}
