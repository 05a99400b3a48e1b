/**
 * Inline completions: decides whether to ask, answers from what is known or is being computed, and asks the engine
 * otherwise.
 */
import type { Engine, GenerateCounts } from '../../shared/engine.ts';
import { CancelledError, isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { RepoContext } from '../context/snippet.ts';
import { chooseExtent } from './blockMode.ts';
import { CompletionCache } from './completionCache.ts';
import { debounceMs } from './debounce.ts';
import { type Clock, Generation, type GenerationAnswer, type GenerationResult } from './generation.ts';
import { type Candidate, type Place, placeOf, toCompletion } from './place.ts';
import type { RequestLog, RequestOutcome } from './requestLog.ts';
import { RequestSlot } from './requestSlot.ts';
import { whyNotAsk, whySilent } from './trigger.ts';
import { type DocumentChange, Typing } from './typing.ts';

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
  readonly log: (line: RequestLog) => void;
  readonly settings: () => CompletionSettings;
  /**
   * What is known of the repository around a place: it answers at once with what is ready. A completion that was computed
   * with other knowledge stays valid. Absent: prompts have the document only.
   */
  readonly repoContext?: (place: Place) => RepoContext | undefined;
}

/** One per editor host: owns the running request, the cache, and what is known of the user's typing. */
export class Completer {
  readonly #ports: CompleterPorts;
  readonly #slot = new RequestSlot<Generation>();
  readonly #cache = new CompletionCache();
  readonly #typing = new Typing();
  /** The newest request: an older one that finds another here has been superseded. */
  #newest: symbol | undefined;
  #offered: readonly string[] = [];
  #modelPath: string | undefined;

  constructor(ports: CompleterPorts) {
    this.#ports = ports;
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
      const { candidates, outcome, ...rest } = answer;
      const totalMs = this.#ports.clock.nowMs() - startedAtMs;
      this.#ports.log({ trigger: request.trigger, outcome, completions: candidates.length, totalMs, ...rest });
      return candidates.map((candidate) => toCompletion(request, candidate));
    };
    try {
      const answer = await this.#answer(request, turn, signal);
      const completions = finish(answer);
      if (this.#newest === turn) this.#offered = completions.map(({ text }) => text);
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
    this.#typing.noteChange(change, this.#ports.clock.nowMs(), this.#offered);
  }

  /** Forgets all completions and ends the running one: the model or the settings are others now. */
  reset(): void {
    this.#slot.current = undefined;
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
      return { ...nothing('known'), candidates: known.candidates };
    }
    if (running !== undefined) {
      const shared = await running.wait(place, signal);
      this.#throwIfSuperseded(turn);
      if (shared !== undefined) return answerOf('shared', shared, 0);
    }
    const notAsked = whyNotAsk(input);
    if (notAsked !== undefined) return this.#skip(notAsked);

    const waitMs = trigger === 'explicit' || running !== undefined ? 0 : debounceMs({ ...this.#pace(), ...place });
    const first = known?.candidates[0];
    const { repoContext } = this.#ports;
    const generation = new Generation(
      this.#ports.engine,
      this.#ports.clock,
      {
        place,
        trigger,
        extent: chooseExtent({ ...place, trigger, multiline: settings.multiline }),
        debounceMs: waitMs,
        alternatives: trigger === 'explicit' ? settings.alternatives : 1,
        ...(first !== undefined && { known: first }),
        ...(repoContext && { repoContext: () => repoContext(place) }),
      },
      (result) => this.#keep(place, trigger, result),
    );
    this.#slot.current = generation;
    const generated = await generation.wait(place, signal);
    this.#throwIfSuperseded(turn);
    return answerOf('generated', generated ?? { candidates: [] }, waitMs);
  }

  /** The running generation, if it may answer; it is aborted if it may not. */
  #running(place: Place, trigger: 'automatic' | 'explicit'): Generation | undefined {
    if (this.#slot.current?.satisfies(place, trigger) !== true) this.#slot.current = undefined;
    return this.#slot.current;
  }

  #skip(reason: string): Answer {
    this.#slot.current = undefined;
    return { ...nothing('skipped'), reason };
  }

  #keep(place: Place, trigger: 'automatic' | 'explicit', { candidates, model, responseMs }: GenerationResult): void {
    if (this.#modelPath !== model.path) this.#cache.clear();
    this.#modelPath = model.path;
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

interface Answer {
  readonly outcome: RequestOutcome;
  readonly candidates: readonly Candidate[];
  readonly debounceMs: number;
  readonly reason?: string;
  readonly counts?: GenerateCounts;
  readonly context?: GenerationAnswer['context'];
}

function nothing(outcome: RequestOutcome): Answer {
  return { outcome, candidates: [], debounceMs: 0 };
}

function answerOf(
  outcome: 'generated' | 'shared',
  { candidates, counts, context }: GenerationAnswer,
  waitedMs: number,
): Answer {
  const answer: Answer = { outcome: candidates.length === 0 ? 'empty' : outcome, candidates, debounceMs: waitedMs };
  return { ...answer, ...(counts && { counts }), ...(context && { context }) };
}
