/**
 * Completions by the place they were computed for. The key covers the whole document around the cursor, so there is
 * nothing to invalidate: after an edit elsewhere, or after a completion was accepted, the place is another one.
 */
import { LRUCache } from 'lru-cache';
import type { Candidate, Place } from './place.ts';
import { beginningKeys, endKeys } from './textHash.ts';
import { advance, autoClosedLengths, closes, type Step } from './typeThrough.ts';

/** What was computed for a place. */
export interface CachedCompletions {
  /** Best first. Empty: the model had nothing to offer here. */
  readonly candidates: readonly Candidate[];
  /** `explicit` holds all alternatives, `automatic` only the first. */
  readonly trigger: 'automatic' | 'explicit';
}

const maxEntries = 200;

/** Who has typed so much of a completion without taking it wants something else. */
const maxTypedLength = 1_000;

export class CompletionCache {
  readonly #entries = new LRUCache<string, CachedCompletions>({ max: maxEntries });

  set(place: Place, completions: CachedCompletions): void {
    const prefixKey = beginningKeys(place.prefix, 0)[0];
    const suffixKey = endKeys(place.suffix, 0)[0];
    this.#entries.set(`${place.uri} ${prefixKey} ${suffixKey}`, completions);
  }

  /**
   * What is known for `place`: computed there, or at an earlier cursor from which the user has typed what was proposed.
   * The place nearest to the cursor with something to offer wins.
   */
  find(place: Place): CachedCompletions | undefined {
    const closerLengths = [0, ...autoClosedLengths(place.suffix)];
    const suffixKeys = endKeys(place.suffix, Math.max(...closerLengths));
    let nothing: CachedCompletions | undefined;
    for (const [typedLength, prefixKey] of beginningKeys(place.prefix, maxTypedLength).entries()) {
      const typed = typedLength === 0 ? '' : place.prefix.slice(-typedLength);
      for (const length of closerLengths) {
        const entry = this.#entries.get(`${place.uri} ${prefixKey} ${suffixKeys[length]}`);
        const step: Step = { typed, autoClosed: place.suffix.slice(0, length) };
        if (entry === undefined || (length > 0 && !closes(step.autoClosed, typed))) continue;
        const candidates = entry.candidates.flatMap((candidate) => advance(candidate, step) ?? []);
        if (candidates.length > 0) return { candidates, trigger: entry.trigger };
        if (typedLength === 0 && length === 0) nothing = { candidates: [], trigger: entry.trigger };
      }
    }
    return nothing;
  }

  clear(): void {
    this.#entries.clear();
  }
}
