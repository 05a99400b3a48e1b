import { type Place, placeKey } from './place.ts';

export interface Comparison {
  readonly right: readonly Place[];
  /** Proposed, and nothing that the truth names. */
  readonly wrong: readonly Place[];
  /** Named by the truth alone. */
  readonly missed: readonly Place[];
}

export function comparePlaces(proposed: readonly Place[], truth: readonly Place[]): Comparison {
  const [ours, theirs] = [proposed, truth].map((places) => new Set(places.map(placeKey)));
  return {
    right: proposed.filter((place) => theirs?.has(placeKey(place))),
    wrong: proposed.filter((place) => !theirs?.has(placeKey(place))),
    missed: truth.filter((place) => !ours?.has(placeKey(place))),
  };
}
