import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { CancelledError, throwIfAborted, UserError } from '../../src/shared/errors.ts';
import type { Urgency } from '../scheduling/chooseTurn.ts';
import { planRollBack } from './rollBack.ts';

/** A request that wants a sequence, and what decides which one and when. */
export interface SequenceRequest {
  readonly prompt: readonly Token[];
  readonly urgency: Urgency;
  /** Who asks; aborted once it has gone. Absent: there is one window only. */
  readonly window?: AbortSignal | undefined;
  /** The sequence that its window used last is left as it is, where there are several. Absent: it may be taken. */
  readonly sparesNewest?: boolean;
  /** Aborted before a sequence is free: the request leaves the queue. Afterwards: the sequence is about to be free. */
  readonly signal: AbortSignal;
  /** Aborted: the sequence is about to be free. */
  readonly stopSignal: AbortSignal;
}

/** A sequence that one request has to itself. */
export interface SequenceLease {
  readonly sequence: LlamaContextSequence;
  /** Aborted: somebody waits for it to whom work in the background should give way. */
  readonly wanted: AbortSignal;
  release(): void;
}

interface Waiting extends SequenceRequest {
  readonly grant: (lease: SequenceLease) => void;
  readonly refuse: (error: UserError) => void;
}

interface Place {
  readonly sequence: LlamaContextSequence;
  /** `undefined`: free. */
  holder: Holder | undefined;
  /** Whose cache it has. */
  window: AbortSignal;
}

interface Holder extends SequenceRequest {
  readonly wanted: AbortController;
}

/**
 * Lends sequences to requests: to each the one whose cache shares most with its prompt, so that two
 * windows that type in turn do not evict each other. Where none is free, the most urgent request waits in front.
 *
 * Work in the background, along which nobody reads, leaves a sequence to the others, and gives way where there is one only.
 * It takes its own window's rather than another's. Work that spares the newest sequence is refused where all others are of
 * other windows, and does not make another the newest: where it is interrupted, it goes on there later.
 *
 * A request that was just cancelled still holds its sequence until its native call ends. The keystroke that cancelled
 * it needs that very cache, so it waits for it rather than start cold on another one.
 */
export class SequencePool {
  /** Least recently used first. */
  readonly #places: Place[];
  /** By window: the sequence that it used last. */
  readonly #newest = new WeakMap<AbortSignal, Place>();
  readonly #waiting: Waiting[] = [];
  /** Told of each sequence that is free again. */
  readonly #onRelease = new Set<() => void>();

  constructor(sequences: readonly LlamaContextSequence[]) {
    this.#places = sequences.map((sequence) => ({ sequence, holder: undefined, window: gone }));
  }

  get sequences(): readonly LlamaContextSequence[] {
    return this.#places.map(({ sequence }) => sequence);
  }

  /** @throws CancelledError when `signal` is aborted before a sequence is free; UserError `nothingToSpare`. */
  acquire(request: SequenceRequest): Promise<SequenceLease> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new CancelledError());
      const abandon = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new CancelledError());
        this.#grantNext();
      };
      const grant = (lease: SequenceLease) => {
        signal.removeEventListener('abort', abandon);
        resolve(lease);
      };
      const refuse = (error: UserError) => {
        signal.removeEventListener('abort', abandon);
        reject(error);
      };
      const waiting: Waiting = { ...request, grant, refuse };
      signal.addEventListener('abort', abandon, { once: true });
      this.#waiting.push(waiting);
      this.#grantNext();
    });
  }

  /**
   * Lends all sequences but those of requests that go on; one that is about to be free is waited for.
   *
   * @throws CancelledError when `signal` is aborted meanwhile.
   */
  async leaseIdle(signal: AbortSignal): Promise<readonly SequenceLease[]> {
    // What it leaves behind is nobody's.
    const request: SequenceRequest = {
      ...{ prompt: [], urgency: background, window: gone, signal: never, stopSignal: never },
    };
    while (this.#places.some((place) => place.holder !== undefined && isFreeOrEnding(place))) {
      await new Promise<void>((resolve) => this.#onRelease.add(resolve));
      throwIfAborted(signal);
    }
    return this.#places.filter(({ holder }) => holder === undefined).map((place) => this.#lend(place, request));
  }

  /** Who waits for a sequence that is about to be free keeps it from the less urgent, and nothing else. */
  #grantNext(): void {
    const awaited = new Set<Place>();
    for (const next of byUrgency(this.#waiting)) {
      if (this.#notSpared(next).length === 0) {
        this.#waiting.splice(this.#waiting.indexOf(next), 1);
        next.refuse(nothingToSpare());
        continue;
      }
      if (next.urgency === background && this.#heldByBackground().length >= Math.max(1, this.#places.length - 1))
        return;
      const place = this.#bestPlace(next, awaited) ?? this.#takeFromBackground(next, awaited);
      if (place === undefined) return;
      if (place.holder !== undefined) {
        awaited.add(place);
        continue;
      }
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.grant(this.#lend(place, next));
    }
  }

  #lend(place: Place, request: SequenceRequest): SequenceLease {
    const wanted = new AbortController();
    place.holder = { ...request, wanted };
    place.window = request.window ?? alone;
    if (request.sparesNewest !== true) this.#noteUsed(place);
    return { sequence: place.sequence, wanted: wanted.signal, release: () => this.#release(place) };
  }

  #heldByBackground(): readonly Place[] {
    return this.#places.filter(({ holder }) => holder?.urgency === background);
  }

  #takeFromBackground({ urgency }: SequenceRequest, awaited: ReadonlySet<Place>): Place | undefined {
    if (urgency === background) return undefined;
    const place = this.#heldByBackground().find((held) => !awaited.has(held));
    place?.holder?.wanted.abort();
    return place;
  }

  #release(place: Place): void {
    if (place.holder?.sparesNewest !== true) this.#noteUsed(place);
    place.holder = undefined;
    this.#grantNext();
    for (const tell of this.#onRelease) tell();
    this.#onRelease.clear();
  }

  #noteUsed(place: Place): void {
    this.#places.splice(this.#places.indexOf(place), 1);
    this.#places.push(place);
    this.#newest.set(place.window, place);
  }

  /** Those that the request may take at all, now or later. */
  #notSpared({ sparesNewest = false, window = alone }: SequenceRequest): readonly Place[] {
    if (!sparesNewest || this.#places.length === 1) return this.#places;
    return this.#places.filter((place) => place !== this.#newest.get(window) && !isOfAnother(place, window));
  }

  /**
   * Among the sequences that are free or about to be, the one whose cache shares most with the prompt, where taking it
   * is no loss: a few tokens in common, such as a marker or an import, are no reason to cut a warm cache down. Else the
   * one that was used longest ago.
   */
  #bestPlace(request: SequenceRequest, awaited: ReadonlySet<Place>): Place | undefined {
    const { prompt, urgency, window = alone } = request;
    const all = this.#notSpared(request).filter((place) => isFreeOrEnding(place) && !awaited.has(place));
    const own = urgency === background ? all.filter((place) => !isOfAnother(place, window)) : [];
    const places = own.length > 0 ? own : all;
    const worth = places.map(({ sequence, holder }) => {
      // What is left of a windowed cache can't be asked while a native call changes it.
      const tokens =
        holder === undefined
          ? planRollBack(sequence, prompt).keptTokens
          : sequence.compareContextTokens([...prompt]).firstDifferentIndex;
      return 2 * tokens >= Math.min(sequence.nextTokenIndex, prompt.length) ? tokens : 0;
    });
    const most = Math.max(...worth);
    if (most > 0) return places[worth.indexOf(most)];
    return places.find(({ holder }) => holder === undefined) ?? places[0];
  }
}

const background: Urgency = 0;
const never = new AbortController().signal;
/** A window that says nothing of itself. */
const alone = new AbortController().signal;
const gone = AbortSignal.abort();

/** It has what another window, which is still there, goes on with. */
function isOfAnother(place: Place, window: AbortSignal): boolean {
  return place.window !== window && !place.window.aborted;
}

function nothingToSpare(): UserError {
  return new UserError(
    'nothingToSpare',
    'Every sequence holds a prompt that a window goes on with. Ask without sparing, or close the other windows.',
  );
}

function isFreeOrEnding({ holder }: Place): boolean {
  return (
    holder === undefined || [holder.signal, holder.stopSignal, holder.wanted.signal].some(({ aborted }) => aborted)
  );
}

/** The most urgent first; among equals the first come. */
function byUrgency(waiting: readonly Waiting[]): Waiting[] {
  return [...waiting].sort((a, b) => b.urgency - a.urgency);
}
