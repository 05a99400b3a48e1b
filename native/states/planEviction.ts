/** What of one state lies in the folder. */
export interface StoredState {
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastUsedMs: number;
  /** Both of its files are there under their final names. */
  readonly isComplete: boolean;
}

export interface EvictionLimits {
  readonly maxBytes: number;
  readonly nowMs: number;
}

/**
 * Which states go: those that nobody has used for long, what a killed process has left, those too large to be kept at
 * all, and then the least recently used ones until the rest has room.
 *
 * @returns their names.
 */
export function planEviction(states: readonly StoredState[], { maxBytes, nowMs }: EvictionLimits): readonly string[] {
  const isKept = ({ sizeBytes, lastUsedMs, isComplete }: StoredState) =>
    nowMs - lastUsedMs <= (isComplete ? maxUnusedMs : maxUnfinishedMs) && sizeBytes <= maxBytes;
  const latestFirst = states.filter(isKept).sort((a, b) => b.lastUsedMs - a.lastUsedMs);
  let totalBytes = 0;
  const tooMany = latestFirst.findIndex(({ sizeBytes }, index) => {
    totalBytes += sizeBytes;
    return totalBytes > maxBytes || index >= maxStates;
  });
  const kept = new Set(tooMany === -1 ? latestFirst : latestFirst.slice(0, tooMany));
  return states.filter((state) => !kept.has(state)).map(({ name }) => name);
}

/** The files hold what the user wrote, so they do not lie about for ever. */
const maxUnusedMs = 14 * 24 * 60 * 60 * 1000;

/** One that is being written changes all the time, whichever process writes it. */
const maxUnfinishedMs = 60 * 60 * 1000;

/** All of a model's are looked through at each prompt, and read when an engine starts. */
const maxStates = 64;
