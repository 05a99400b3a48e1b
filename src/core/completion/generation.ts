/**
 * One computation of completions for one place, from the wait for the next keystroke to the finished candidates.
 *
 * It does not belong to the request that started it: the editor cancels a request at each keystroke, but when the
 * keystroke is what the model is about to say, the next request takes over. So a generation ends early only when the
 * slot drops it, or when nobody has come for it in a while.
 */
import type { Engine, EngineModel, GenerateCounts, Sampling } from '../../shared/engine.ts';
import { CancelledError, throwIfAborted } from '../../shared/errors.ts';
import { chooseFamily, type PromptMode } from '../prompt/families.ts';
import { type CompletionPrompt, markerTexts } from '../prompt/fimPrompt.ts';
import type { AnchoredPrompt } from './anchoredPrompts.ts';
import { AnswerReader } from './answerReader.ts';
import { type Extent, maxBlockTokens, maxLineTokens } from './blockMode.ts';
import { meanConfidence } from './confidence.ts';
import { fitTail } from './fitTail.ts';
import { type FirstParsing, keepParsing } from './keepParsing.ts';
import { isBlank } from './lines.ts';
import { doubted, type UnknownNames } from './nameDoubts.ts';
import type { Candidate, Place } from './place.ts';
import { postprocess } from './postprocess.ts';
import { addCounts } from './requestLog.ts';
import { advance, type Step, stepBetween } from './typeThrough.ts';

export interface Clock {
  /** Monotonic, in ms. */
  nowMs(): number;
  /** Rejects when `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface GenerationInput {
  readonly place: Place;
  readonly trigger: 'automatic' | 'explicit';
  readonly extent: Extent;
  readonly debounceMs: number;
  /** Candidates wanted, 1 or more. */
  readonly alternatives: number;
  /** The first candidate, where it is known: only further ones are computed. */
  readonly known?: Candidate;
  /** `warmUp`: nobody waits for it yet. */
  readonly purpose: 'completion' | 'warmUp';
  /** Absent: nothing is known of the language's syntax. */
  readonly firstParsing?: FirstParsing | undefined;
  /** Absent: nothing is known of the names that there are. */
  readonly unknownNames?: UnknownNames | undefined;
  /** How sure the model is of the first candidate is asked for. */
  readonly asksConfidence: boolean;
  /** Of several lines the first candidate has those that are as sure as that ({@link SureLines}). Absent: all. */
  readonly floor?: number | undefined;
  /** Called when the model is asked, once. */
  readonly promptFor: (model: EngineModel) => AnchoredPrompt;
}

/** What a request gets of it. */
export type GenerationAnswer = Pick<GenerationResult, 'candidates' | 'counts' | 'context'>;

export interface GenerationResult {
  /** Best first, distinct, none blank. */
  readonly candidates: readonly Candidate[];
  readonly model: EngineModel;
  readonly counts?: GenerateCounts;
  /** What went into the prompt of the repository. Absent: nothing. */
  readonly context?: CompletionPrompt['context'];
  /** From the end of the wait for a keystroke. */
  readonly responseMs: number;
}

/** A generation that nobody waits for goes on for this long: the next keystroke may ask for it. */
export const orphanMs = 500;

/** After this an answer ends with its last whole line: some lines now are worth more than all of them later. */
export const answerBudgetMs: { readonly [trigger in GenerationInput['trigger']]: number } = {
  automatic: 2_000,
  explicit: 4_000,
};

/** After this no further alternative is begun. */
export const alternativesBudgetMs = 1_500;

const greedy: Sampling = { temperature: 0, topK: 0, topP: 1 };

/** Fixed seeds, so that cycling twice shows the same. */
const alternative = (seed: number): Sampling => ({ temperature: 0.8, topK: 40, topP: 0.95, seed });

export class Generation {
  readonly input: GenerationInput;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #result: Promise<GenerationResult>;
  #phase: 'waiting' | 'running' | 'done' = 'waiting';
  /** The first candidate, as far as it has come, unprocessed. */
  #produced = '';
  /** Aborted when somebody waits again. */
  #orphaned: AbortController | undefined;

  /** @param onDone is told of the result once, before those who wait for it; not of failures. */
  constructor(engine: Engine, clock: Clock, input: GenerationInput, onDone: (result: GenerationResult) => void) {
    this.#engine = engine;
    this.#clock = clock;
    this.input = input;
    this.#result = this.#run().then(
      (result) => {
        this.#phase = 'done';
        onDone(result);
        return result;
      },
      (error: unknown) => {
        this.#phase = 'done';
        throw error;
      },
    );
    // Whoever still waits is told by `wait`; a failure that nobody waits for is nobody's concern.
    this.#result.catch(() => {});
  }

  /** It has ended, or has been ended. */
  get isOver(): boolean {
    return this.#phase === 'done' || this.#abort.signal.aborted;
  }

  abort(): void {
    this.#abort.abort();
  }

  /** Whether what is being computed can still turn out to answer at `place`. */
  satisfies(place: Place, trigger: 'automatic' | 'explicit'): boolean {
    if (this.isOver) return false;
    if (trigger === 'explicit' && this.input.trigger === 'automatic') return false;
    const step = stepBetween(this.input.place, place);
    return step !== undefined && this.#agrees(step);
  }

  /**
   * The candidates for `place`, which may lie further on than the generation's own.
   *
   * @returns `undefined` as soon as the answer is known to be none for `place`.
   * @throws CancelledError when `signal` or the generation is aborted; what the engine throws.
   */
  async wait(place: Place, signal: AbortSignal): Promise<GenerationAnswer | undefined> {
    const step = stepBetween(this.input.place, place);
    if (step === undefined) return undefined;
    const result = await this.#settle(step, signal);
    if (result === undefined) return undefined;
    const { candidates } = result;
    if (step.typed === '' && step.autoClosed === '') return result;
    const left = candidates.flatMap((candidate) => advance(candidate, step) ?? []);
    if (left.length === 0) return undefined;
    return { ...result, candidates: left };
  }

  #settle(step: Step, signal: AbortSignal): Promise<GenerationResult | undefined> {
    return new Promise((resolve, reject) => {
      const onProgress = (): void => {
        if (!this.#agrees(step)) leave(() => resolve(undefined));
      };
      const onAbort = (): void => leave(() => reject(new CancelledError()));
      const leave = (settle: () => void): void => {
        this.#listeners.delete(onProgress);
        signal.removeEventListener('abort', onAbort);
        if (this.#listeners.size === 0 && this.#phase !== 'done') this.#endIfOrphaned();
        settle();
      };
      this.#listeners.add(onProgress);
      this.#orphaned?.abort();
      signal.addEventListener('abort', onAbort);
      this.#result.then(
        (result) => leave(() => resolve(result)),
        (error: unknown) => leave(() => reject(error)),
      );
      if (signal.aborted) onAbort();
    });
  }

  #endIfOrphaned(): void {
    // While it waits, nothing has been asked yet that another request could share.
    if (this.#phase === 'waiting') {
      this.abort();
      return;
    }
    const orphaned = new AbortController();
    this.#orphaned = orphaned;
    // The sleep fails only when the generation was aborted meanwhile, or somebody waits for it again.
    this.#clock.sleep(orphanMs, AbortSignal.any([this.#abort.signal, orphaned.signal])).then(
      () => this.abort(),
      () => {},
    );
  }

  #agrees({ typed, autoClosed }: Step): boolean {
    if (this.#phase === 'waiting') return typed === '' && autoClosed === '';
    const lines = typed.replaceAll('\r\n', '\n');
    return lines.startsWith(this.#produced) || this.#produced.startsWith(lines);
  }

  async #run(): Promise<GenerationResult> {
    const { debounceMs, alternatives, known } = this.input;
    const { signal } = this.#abort;
    if (debounceMs > 0) await this.#clock.sleep(debounceMs, signal);
    throwIfAborted(signal);
    this.#phase = 'running';
    const model = await this.#engine.model(signal);
    // From here on: how long a model takes to load says nothing of how fast it answers.
    const startedAtMs = this.#clock.nowMs();
    const mode = chooseFamily(model);
    const { context, anchor: _, ...prompt } = this.input.promptFor(model);
    const first: Candidate[] = known === undefined ? [] : [known];
    const others: Candidate[] = [];
    let counts: GenerateCounts | undefined;
    // One after the other: computed together, each would need the prompt evaluated on a sequence of its own.
    for (let seed = first.length; seed < alternatives; seed++) {
      // The editor shows nothing before the last one is there.
      if (seed > 1 && this.#clock.nowMs() - startedAtMs > alternativesBudgetMs) break;
      const answer = await this.#generate(mode, prompt, seed === 0 ? greedy : alternative(seed), seed === 0);
      counts = addCounts(counts, answer.counts);
      if (answer.candidate !== undefined) (seed === 0 ? first : others).push(answer.candidate);
    }
    const candidates = distinct([...first, ...surestFirst(others)]);
    const responseMs = this.#clock.nowMs() - startedAtMs;
    return { candidates, model, responseMs, ...(counts && { counts }), ...(context && { context }) };
  }

  async #generate(
    mode: PromptMode,
    prompt: Omit<CompletionPrompt, 'context'>,
    sampling: Sampling,
    isFirst: boolean,
  ): Promise<{ readonly candidate: Candidate | undefined; readonly counts: GenerateCounts }> {
    const { place, extent } = this.input;
    // The first one stands where it is; the others are ranked.
    const logProbabilities = isFirst ? this.input.asksConfidence : true;
    const lateAtMs = this.#clock.nowMs() + answerBudgetMs[this.input.trigger];
    const isLate = () => this.#clock.nowMs() > lateAtMs;
    const reader = new AnswerReader({ ...place, extent, isLate, floor: isFirst ? this.input.floor : undefined });
    const onDelta = (delta: string, logProbability?: number): 'continue' | 'stop' => {
      const verdict = reader.push(delta, logProbability);
      if (isFirst) this.#noteProduced(reader.text);
      return verdict;
    };
    const { finish, counts } = await this.#engine.generate(
      {
        ...prompt,
        purpose: this.input.purpose,
        maxTokens: maxTokensOf(extent),
        sampling,
        logProbabilities,
      },
      onDelta,
      this.#abort.signal,
    );
    throwIfAborted(this.#abort.signal);
    const answer = reader.end(finish);
    const text = postprocess(answer, { ...place, markers: markerTexts(mode) });
    const fitted = fitTail(text, place.suffix);
    if (isBlank(fitted.text)) return { candidate: undefined, counts };
    const [candidate, unknown] = await Promise.all([
      this.#kept(fitted),
      logProbabilities ? this.#unknownNames(fitted, prompt) : [],
    ]);
    throwIfAborted(this.#abort.signal);
    return { candidate: candidate && doubted(reader.withPieces(candidate, answer), unknown), counts };
  }

  async #kept(candidate: Candidate): Promise<Candidate | undefined> {
    const { firstParsing, place } = this.input;
    return firstParsing ? await keepParsing(firstParsing, place, candidate, this.#abort.signal) : candidate;
  }

  async #unknownNames({ text }: Candidate, { segments }: Pick<CompletionPrompt, 'segments'>) {
    const { unknownNames, place } = this.input;
    const promptTexts = segments.map((segment) => segment.text);
    return unknownNames ? await unknownNames({ place, text, promptTexts }, this.#abort.signal) : [];
  }

  #noteProduced(text: string): void {
    this.#produced = text;
    for (const listener of [...this.#listeners]) listener();
  }
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ text }, index) => candidates.findIndex((other) => other.text === text) === index);
}

/** By what their tokens have on average: longer ones are less likely as a whole, and not worse for that. */
function surestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const surety = ({ text, pieces = [] }: Candidate) => meanConfidence(text, pieces);
  return candidates.toSorted((a, b) => surety(b) - surety(a));
}

function maxTokensOf({ kind }: Extent): number {
  return kind === 'line' ? maxLineTokens : maxBlockTokens;
}
