import type {
  Engine,
  EngineModel,
  FinishReason,
  GenerateRequest,
  GenerateResult,
  OnDelta,
  ScoreRequest,
  ScoreResult,
} from '../../src/shared/engine.ts';
import { throwIfAborted } from '../../src/shared/errors.ts';

/** One answer: its deltas, each of which counts as one token, and what happens on the way. */
export interface FakeAnswer {
  readonly deltas: readonly string[];
  readonly finish?: FinishReason;
  /** Awaited before the delta of this index: the answer hangs there until the gate is opened. */
  readonly gates?: ReadonlyMap<number, Gate>;
  /** Awaited before each delta. Absent: the deltas follow each other within one turn of the event loop. */
  readonly pace?: () => Promise<unknown>;
  /** Thrown in place of the delta of this index. */
  readonly failure?: { readonly at: number; readonly error: Error };
  /** Of each delta, or of all of them in turn, where it is asked for. */
  readonly logProbability?: number | readonly number[];
}

/** Holds whoever waits for it until it is opened. */
export class Gate {
  readonly opened: Promise<void>;
  #open: () => void = () => {};

  constructor() {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }
}

export const prefixModel: EngineModel = {
  name: 'Plain',
  path: '/models/plain.gguf',
  sizeBytes: 1_000,
  architecture: 'llama',
  contextSizeTokens: 2_048,
  backend: 'cpu',
  deviceNames: [],
  title: 'Fake',
  threads: 1,
  controlTokens: ['<|endoftext|>'],
  chatTemplate: '',
};

export const fimModel: EngineModel = {
  ...prefixModel,
  name: 'Qwen2.5 Coder 0.5B',
  path: '/models/qwen.gguf',
  architecture: 'qwen2',
  controlTokens: ['<|endoftext|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|repo_name|>'],
};

/** An engine that answers by script, in its own time but without a clock. Honours stops, limits and aborts. */
export class FakeEngine implements Engine {
  readonly requests: GenerateRequest[] = [];
  decodedTokens = 0;
  aborted = 0;
  loadedModel: EngineModel;
  /** What loading the model takes. */
  beforeModel: () => Promise<void> = async () => {};
  readonly #answer: (request: GenerateRequest) => string | FakeAnswer;

  constructor(answer: (request: GenerateRequest) => string | FakeAnswer, model: EngineModel = prefixModel) {
    this.#answer = answer;
    this.loadedModel = model;
  }

  async model(signal: AbortSignal): Promise<EngineModel> {
    throwIfAborted(signal);
    await this.beforeModel();
    return this.loadedModel;
  }

  /** Every option is as likely as the others. */
  async score({ options }: ScoreRequest, signal: AbortSignal): Promise<ScoreResult> {
    throwIfAborted(signal);
    return { logProbabilities: options.map(() => -Math.log(options.length)), evaluatedTokens: 0 };
  }

  /** A token for each four characters begun. */
  async countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    throwIfAborted(signal);
    return texts.map(({ length }) => Math.ceil(length / 4));
  }

  async forget(signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
  }

  async generate(request: GenerateRequest, onDelta: OnDelta, signal: AbortSignal): Promise<GenerateResult> {
    this.requests.push(request);
    const answer = this.#answer(request);
    try {
      return await this.#stream(
        typeof answer === 'string' ? { deltas: piecesOf(answer) } : answer,
        request,
        onDelta,
        signal,
      );
    } catch (error) {
      if (signal.aborted) this.aborted += 1;
      throw error;
    }
  }

  async #stream(
    { deltas, finish = 'endOfText', gates, pace, failure, logProbability }: FakeAnswer,
    { maxTokens, stop, logProbabilities }: GenerateRequest,
    onDelta: OnDelta,
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    let text = '';
    let decodeTokens = 0;
    const end = (reason: FinishReason): GenerateResult => ({ text, finish: reason, counts: countsOf(decodeTokens) });
    for (const [index, delta] of deltas.entries()) {
      const gate = gates?.get(index);
      await (gate === undefined ? undefined : Promise.race([gate.opened, whenAborted(signal)]));
      await pace?.();
      throwIfAborted(signal);
      if (failure?.at === index) throw failure.error;
      if (decodeTokens >= maxTokens) return end('maxTokens');
      decodeTokens += 1;
      this.decodedTokens += 1;
      const stopAt = Math.min(...stop.map((string) => (text + delta).indexOf(string)).filter((at) => at !== -1));
      const isStopped = stopAt !== Number.POSITIVE_INFINITY;
      const shown = isStopped ? (text + delta).slice(text.length, stopAt) : delta;
      text += shown;
      const said = typeof logProbability === 'number' ? logProbability : logProbability?.[index];
      const verdict = shown === '' ? 'continue' : onDelta(shown, logProbabilities ? said : undefined);
      if (isStopped) return end('stopString');
      if (verdict === 'stop') return end('stopped');
    }
    throwIfAborted(signal);
    if (failure !== undefined) throw failure.error;
    return end(finish);
  }
}

/** Words with the white space before them: about as long as tokens are. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*[\p{L}\p{N}_]+|\s*[^\s\p{L}\p{N}_]|\s+/gu) ?? [];
}

function countsOf(decodeTokens: number): GenerateResult['counts'] {
  const zero = { reusedTokens: 0, prefillMs: 0, timeToFirstTokenMs: 0, decodeMs: 0 };
  return { ...zero, promptTokens: 1, evaluatedTokens: 1, decodeTokens };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
