/**
 * Inline completions: decides whether to ask, answers from what is known or is being computed, and asks the engine
 * otherwise.
 */
import type { Engine, EngineModel } from '../../shared/engine.ts';
import { CancelledError, isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { RepoContext } from '../context/snippet.ts';
import { chooseFamily } from '../prompt/families.ts';
import type { Anchor } from './anchor.ts';
import { type AnchoredPrompt, type AnchoredPromptInput, AnchoredPrompts } from './anchoredPrompts.ts';
import { type Answer, answerOf, nothing } from './answer.ts';
import { chooseExtent } from './blockMode.ts';
import { CompletionCache } from './completionCache.ts';
import { lineConfidence } from './confidence.ts';
import { debounceMs } from './debounce.ts';
import { type Clock, Generation, type GenerationInput, type GenerationResult } from './generation.ts';
import type { FirstParsing } from './keepParsing.ts';
import type { UnknownNames } from './nameDoubts.ts';
import { type Candidate, type Place, placeAfter, placeOf, toCompletion } from './place.ts';
import type { RequestLog } from './requestLog.ts';
import { RequestSlot } from './requestSlot.ts';
import { ShowPolicy } from './showPolicy.ts';
import { staysInWindow } from './staysInWindow.ts';
import { whyNotAsk, whySilent } from './trigger.ts';
import { type DocumentChange, Typing } from './typing.ts';
import { type WarmUpPorts, WarmUps } from './warmUps.ts';

export interface CompletionRequest {
  readonly document: { readonly uri: string; readonly languageId: string };
  /** The whole document. */
  readonly text: string;
  /** The cursor. */
  readonly offset: number;
  readonly trigger: 'automatic' | 'explicit';
  /** Cursors in the editor. Absent: one. */
  readonly cursorCount?: number;
  /** Selected in the editor's list: a completion begins with its text, in place of its range. */
  readonly selectedItem?: { readonly range: OffsetRange; readonly text: string };
}

export interface Completion {
  readonly text: string;
  /**
   * What `text` replaces. From the cursor, or the selected item's start, to the cursor, or further to the end of what the
   * line goes on with where that is only closers, which `text` then has too.
   */
  readonly range: OffsetRange;
}

export type CompletionSettings = Settings['completion'];

export interface CompleterPorts {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Told once of each request that has ended. */
  readonly log: (line: RequestLog, request: CompletionRequest) => void;
  readonly settings: () => CompletionSettings;
  /**
   * What is known of the repository around a place: it answers at once with what is ready. A completion that was computed
   * with other knowledge stays valid. Absent: prompts have the document only.
   */
  readonly repoContext?: (place: Place) => RepoContext | undefined;
  /** Absent: completions are shown whether the document parses with them or not. */
  readonly firstParsing?: FirstParsing;
  /** Absent: a completion counts the same whether what it names exists or not. */
  readonly unknownNames?: UnknownNames;
  /** Absent: nothing is computed that nobody has asked for. */
  readonly background?: Omit<WarmUpPorts, 'engine' | 'clock' | 'onInForce'>;
}

/** One per editor host: owns the running request, the cache, and what is known of the user's typing. */
export class Completer {
  readonly #ports: CompleterPorts;
  readonly #slot = new RequestSlot<Generation>();
  readonly #cache = new CompletionCache();
  readonly #typing = new Typing();
  readonly #policy = new ShowPolicy();
  readonly #prompts = new AnchoredPrompts();
  readonly #warmUps: WarmUps | undefined;
  /** What follows the completion that is shown, once that is accepted. */
  readonly #ahead = new RequestSlot<Generation>();
  /** The newest request: an older one that finds another here has been superseded. */
  #newest: symbol | undefined;
  #offered: readonly string[] = [];
  #modelPath: string | undefined;

  constructor(ports: CompleterPorts) {
    this.#ports = ports;
    const onInForce = (anchor: Anchor) => this.#prompts.putInForce(anchor);
    if (ports.background) this.#warmUps = new WarmUps({ ...ports, ...ports.background, onInForce });
  }

  /**
   * The completions for a place, best first; none where there is nothing to offer, or the request was aborted, or a
   * newer one has taken its place.
   *
   * @throws what the engine throws, unless it was cancelled.
   */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<readonly Completion[]> {
    const startedAtMs = this.#ports.clock.nowMs();
    const turn = Symbol('request');
    // A request that was aborted before it began takes nobody's place.
    if (!signal.aborted) this.#newest = turn;
    const finish = (answer: Answer): readonly Completion[] => {
      const { candidates, outcome, wasAskedFor: _, ...rest } = answer;
      const totalMs = this.#ports.clock.nowMs() - startedAtMs;
      const line = { trigger: request.trigger, outcome, completions: candidates.length, totalMs, ...rest };
      this.#ports.log(line, request);
      return candidates.map((candidate) => toCompletion(request, candidate));
    };
    try {
      const answer = this.#worthShowing(request, await this.#answer(request, turn, signal));
      const completions = finish(answer);
      if (this.#newest !== turn) return completions;
      const [best] = answer.candidates;
      if (best !== undefined) this.#shown(request, best);
      this.#offered = completions.map(({ text }) => text);
      return completions;
    } catch (error) {
      if (!isCancelled(error)) {
        finish(nothing('failed'));
        throw error;
      }
      return finish(nothing(signal.aborted ? 'cancelled' : 'superseded'));
    }
  }

  /** To be told of every edit of a document, before it is asked about. */
  noteChange(change: DocumentChange): void {
    const kind = this.#typing.noteChange(change, this.#ports.clock.nowMs(), this.#offered);
    if (kind === 'accepted') this.#policy.noteAccepted();
  }

  /** To be told where the cursor has come to rest: the next keystroke there finds its prompt evaluated. */
  async rest(place: Place): Promise<void> {
    const { clock, settings } = this.#ports;
    const input = { trigger: 'automatic', cursorCount: 1, settings: settings(), place, lastChange: 'none' } as const;
    const isAsking = this.#slot.current?.isOver === false;
    if (isAsking || whySilent(input) !== undefined) return;
    const isTyping = clock.nowMs() - this.#typing.lastTypedAtMs(place.uri) < typingMs;
    await this.#warmUps?.rest(
      place.uri,
      (model) => this.#prompts.promptAtRest(this.#promptInput(model, place)),
      isTyping,
    );
  }

  /** To be told when the engine is ready: nothing is evaluated in it yet. */
  engineReady(): void {
    this.#warmUps?.forget();
    this.#prompts.forget();
  }

  /** To be told when what was known of the repository may not be said any more. */
  forgetContext(): void {
    this.#ahead.current = undefined;
    this.#warmUps?.end();
    this.#prompts.forget();
  }

  /** Forgets all completions and ends the running one: the model or the settings are others now. */
  reset(): void {
    this.#slot.current = undefined;
    this.#ahead.current = undefined;
    this.#warmUps?.end();
    this.#cache.clear();
  }

  /**
   * Asks once more where the engine has died under what was asked: nobody has seen anything of it, and where this is the
   * last keystroke, perhaps one that shared an answer begun before, no other one asks for it.
   */
  async #answer(request: CompletionRequest, turn: symbol, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.#answerOnce(request, turn, signal);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'engineGone') throw error;
      this.#throwIfSuperseded(turn);
      return await this.#answerOnce(request, turn, signal);
    }
  }

  async #answerOnce(request: CompletionRequest, turn: symbol, signal: AbortSignal): Promise<Answer> {
    throwIfAborted(signal);
    const { trigger, cursorCount = 1, document } = request;
    const settings = this.#ports.settings();
    const place = placeOf(request);
    const input = { trigger, cursorCount, settings, place, lastChange: this.#typing.lastChange(document.uri) };

    const running = this.#running(place, trigger);
    const silent = whySilent(input);
    if (silent !== undefined) return this.#skip(silent);
    const known = this.#cache.find(place);
    if (known !== undefined && (trigger === 'automatic' || known.trigger === 'explicit')) {
      return { ...nothing('known'), candidates: known.candidates, wasAskedFor: known.trigger === 'explicit' };
    }
    if (running !== undefined) {
      const shared = await running.wait(place, signal);
      this.#throwIfSuperseded(turn);
      const wasAskedFor = running.input.trigger === 'explicit';
      if (shared !== undefined) return { ...answerOf('shared', shared, 0), wasAskedFor };
    }
    const notAsked = whyNotAsk(input);
    if (notAsked !== undefined) return this.#skip(notAsked);
    this.#ahead.current = undefined;
    this.#warmUps?.end();

    const waitMs = trigger === 'explicit' || running !== undefined ? 0 : debounceMs({ ...this.#pace(), ...place });
    const first = known?.candidates[0];
    const alternatives = trigger === 'explicit' ? settings.alternatives : 1;
    const generation = this.#generate(
      place,
      {
        trigger,
        purpose: 'completion',
        debounceMs: waitMs,
        alternatives,
        ...(first !== undefined && { known: first }),
      },
      (result) => this.#keep(place, trigger, result),
    );
    this.#slot.current = generation;
    const generated = await generation.wait(place, signal);
    this.#throwIfSuperseded(turn);
    return answerOf('generated', generated ?? { candidates: [] }, waitMs);
  }

  #generate(
    place: Place,
    how: Pick<GenerationInput, 'trigger' | 'purpose' | 'debounceMs' | 'alternatives' | 'known'>,
    onDone: (result: GenerationResult) => void,
  ): Generation {
    const { engine, clock, firstParsing, unknownNames } = this.#ports;
    const { multiline, eagerness } = this.#ports.settings();
    const extent = chooseExtent({ ...place, trigger: how.trigger, multiline });
    const asksConfidence = how.trigger === 'automatic' && eagerness !== 'eager';
    const floor = asksConfidence ? this.#policy.floor(eagerness) : undefined;
    let prompt: AnchoredPrompt | undefined;
    const promptFor = (model: EngineModel) => {
      const { keptPrompts, ...rest } = this.#promptInput(model, place);
      // Who asks by a key waits for what is known by now, evaluated or not.
      const input = how.trigger === 'explicit' ? rest : { ...rest, keptPrompts };
      prompt = how.purpose === 'warmUp' ? this.#promptAhead(model, input) : this.#prompts.promptFor(input);
      return prompt;
    };
    return new Generation(
      engine,
      clock,
      { place, ...how, extent, asksConfidence, floor, firstParsing, unknownNames, promptFor },
      (result) => {
        if (prompt !== undefined) {
          this.#warmUps?.noteEvaluated(result.model, prompt);
          this.#prompts.putInForce(prompt.anchor);
        }
        onDone(result);
      },
    );
  }

  #promptInput(model: EngineModel, place: Place): AnchoredPromptInput {
    const { contextSizeTokens } = model;
    // What is never evaluated in the background would never come into force.
    const keptPrompts = this.#warmUps && model.keptPrompts;
    const repo = this.#ports.repoContext?.(place);
    return { mode: chooseFamily(model), place, contextSizeTokens, keptPrompts, repo };
  }

  /** @throws CancelledError where looking ahead could cost the next keystroke more than a few tokens. */
  #promptAhead({ windowTokens }: EngineModel, input: AnchoredPromptInput): AnchoredPrompt {
    const prompt = this.#prompts.promptAhead(input);
    if (prompt === undefined || !staysInWindow(prompt, windowTokens)) throw new CancelledError();
    return prompt;
  }

  /**
   * Computes what would be offered once that candidate is accepted. Anything that is asked for goes first, and ends it.
   */
  #lookAhead(place: Place, candidate: Candidate): void {
    const model = this.#ports.background?.loadedModel();
    if (model === undefined) return;
    const next = placeAfter(place, candidate);
    if (this.#ahead.current?.satisfies(next, 'automatic') || this.#cache.find(next) !== undefined) return;
    const settings = this.#ports.settings();
    const input = { trigger: 'automatic', cursorCount: 1, settings, place: next, lastChange: 'accepted' } as const;
    if ((whySilent(input) ?? whyNotAsk(input)) !== undefined) return;
    this.#ahead.current = this.#generate(
      next,
      { trigger: 'automatic', purpose: 'warmUp', debounceMs: 0, alternatives: 1 },
      ({ candidates, model }) => {
        if (model.path === this.#modelPath) this.#cache.set(next, { candidates, trigger: 'automatic' });
      },
    );
  }

  /** What was asked for is shown, whatever the model thinks of it. */
  #worthShowing({ trigger }: CompletionRequest, answer: Answer): Answer {
    const [best] = answer.candidates;
    if (trigger === 'explicit' || answer.wasAskedFor || best === undefined || this.#continuesOffered(best))
      return answer;
    const { eagerness } = this.#ports.settings();
    const isWorth = this.#policy.isWorthShowing(confidenceOf(best), eagerness);
    return isWorth ? answer : { ...answer, candidates: [], outcome: 'hidden' };
  }

  /** It is what is left of a text that is shown, and is being typed. */
  #continuesOffered({ text }: Candidate): boolean {
    return this.#offered.some((offered) => offered.endsWith(text));
  }

  #shown(request: CompletionRequest, best: Candidate): void {
    if (!this.#continuesOffered(best)) this.#policy.noteShown();
    this.#lookAhead(placeOf(request), best);
  }

  /** The running generation, if it may answer; it is aborted if it may not. */
  #running(place: Place, trigger: 'automatic' | 'explicit'): Generation | undefined {
    if (this.#slot.current?.satisfies(place, trigger) !== true) this.#slot.current = undefined;
    return this.#slot.current;
  }

  #skip(reason: string): Answer {
    this.#slot.current = undefined;
    this.#ahead.current = undefined;
    return { ...nothing('skipped'), reason };
  }

  #keep(place: Place, trigger: 'automatic' | 'explicit', { candidates, model, responseMs }: GenerationResult): void {
    if (this.#modelPath !== model.path) {
      this.#cache.clear();
      this.#policy.forgetAnswers();
    }
    this.#modelPath = model.path;
    const confidence = candidates[0] && confidenceOf(candidates[0]);
    if (trigger === 'automatic' && confidence !== undefined) this.#policy.noteAnswer(confidence);
    this.#cache.set(place, { candidates, trigger });
    // Alternatives that were asked for take their time; it says nothing of the pace of typing.
    if (trigger === 'automatic') this.#typing.noteResponse(responseMs);
  }

  #pace(): { readonly keystrokeGapMs: number; readonly responseMs: number } {
    return { keystrokeGapMs: this.#typing.keystrokeGapMs, responseMs: this.#typing.responseMs };
  }

  #throwIfSuperseded(turn: symbol): void {
    if (this.#newest !== turn) throw new CancelledError();
  }
}

/** Since the last keystroke: for so long the next one may come any moment. */
const typingMs = 120_000;

function confidenceOf({ text, pieces }: Candidate): number | undefined {
  return pieces && lineConfidence(text, pieces);
}
