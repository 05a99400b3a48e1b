import { addHistograms, type Histogram } from './histogram.ts';

/** How much is left of accepted text after a while. Laws: `kept <= lookedAt`, `keptCharacters <= characters`. */
export interface Kept {
  /** Accepted completions whose place could be looked at then: their window was still open. */
  readonly lookedAt: number;
  /** Of these, where at least half of the accepted text was still there. */
  readonly kept: number;
  /** Accepted in those that were looked at, white space left out. */
  readonly characters: number;
  /** Of these, still there. */
  readonly keptCharacters: number;
}

/** From the question of the editor to the ghost text, of what was shown while typing. */
export interface Times {
  /** All that was waited for: the next keystroke, other requests, messages between processes. */
  readonly queue: Histogram;
  readonly prefill: Histogram;
  readonly decode: Histogram;
  /** The three parts of each. */
  readonly together: Histogram;
}

/** What became of completions: whole numbers from 0. Laws: `whole <= accepted <= shown`, `lookedAt <= accepted`. */
export interface Tally {
  readonly shown: number;
  /** At least the beginning was taken. */
  readonly accepted: number;
  /** Of these, taken to the end. */
  readonly whole: number;
  readonly after30s: Kept;
  readonly after5min: Kept;
  readonly times: Times;
}

/** When accepted text is looked at again. */
export const horizons = [
  { name: 'after30s', afterMs: 30_000 },
  { name: 'after5min', afterMs: 300_000 },
] as const;

export const emptyTally: Tally = {
  ...{ shown: 0, accepted: 0, whole: 0 },
  after30s: { lookedAt: 0, kept: 0, characters: 0, keptCharacters: 0 },
  after5min: { lookedAt: 0, kept: 0, characters: 0, keptCharacters: 0 },
  times: { queue: [], prefill: [], decode: [], together: [] },
};

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    shown: a.shown + b.shown,
    accepted: a.accepted + b.accepted,
    whole: a.whole + b.whole,
    after30s: addKept(a.after30s, b.after30s),
    after5min: addKept(a.after5min, b.after5min),
    times: {
      queue: addHistograms(a.times.queue, b.times.queue),
      prefill: addHistograms(a.times.prefill, b.times.prefill),
      decode: addHistograms(a.times.decode, b.times.decode),
      together: addHistograms(a.times.together, b.times.together),
    },
  };
}

function addKept(a: Kept, b: Kept): Kept {
  return {
    lookedAt: a.lookedAt + b.lookedAt,
    kept: a.kept + b.kept,
    characters: a.characters + b.characters,
    keptCharacters: a.keptCharacters + b.keptCharacters,
  };
}
