import type { Settings } from '../../shared/settings.ts';

/** How much is shown: all that is computed, what is likely to be right, or only what is very likely to be. */
export type Eagerness = Settings['completion']['eagerness'];

/**
 * The share of completions, the least certain ones, that is not shown to who accepts a usual share of what they see.
 *
 * Of the default model's on masked lines (`bench:shown`, 18 repositories) `balanced` shows 52.6 %, and right ones are 1.85 times as
 * frequent there as among all (795 completions); with 0.42 it showed 50.3 %, and 1.99 times (976 completions).
 */
const hiddenShares: { readonly [eagerness in Eagerness]: number } = { eager: 0, balanced: 0.4, quiet: 0.7 };

/** Of what is shown. */
const usualAccepts = 0.25;

/** Completions that decide: more recent ones are like the code at hand. */
const maxAnswers = 100;
const maxOutcomes = 50;

/** Shown before anything is known of the user: as if so many had been shown, and the usual share accepted. */
const assumedOutcomes = 20;

/**
 * Decides which completions are worth a glance: not the least certain ones. How certain a model is differs from model to
 * model, so the share of what is not shown counts, and not a probability; and that share follows the user: who accepts
 * much sees more.
 */
export class ShowPolicy {
  /** Confidences of what was computed lately. */
  readonly #answers: number[] = [];
  /** Of what was shown lately: whether it was accepted. */
  readonly #outcomes: boolean[] = [];

  noteAnswer(confidence: number): void {
    keep(this.#answers, confidence, maxAnswers);
  }

  noteShown(): void {
    keep(this.#outcomes, false, maxOutcomes);
  }

  /** What was shown last was accepted, at least in part. */
  noteAccepted(): void {
    if (this.#outcomes.length > 0) this.#outcomes[this.#outcomes.length - 1] = true;
  }

  /** The model is another one: it is sure of other things. */
  forgetAnswers(): void {
    this.#answers.length = 0;
  }

  /** Range 0 to 1. */
  hiddenShare(eagerness: Eagerness): number {
    const usual = hiddenShares[eagerness];
    const accepted = this.#outcomes.filter((isAccepted) => isAccepted).length + assumedOutcomes * usualAccepts;
    const share = accepted / (this.#outcomes.length + assumedOutcomes);
    // At least half as much, and at most a third more: what the user has chosen stays what decides.
    const factor = 1 + (usualAccepts - share) / (2 * usualAccepts);
    return Math.min(0.9, usual * Math.min(4 / 3, Math.max(0.5, factor)));
  }

  /** @param confidence as `confidence.ts` has it. Absent: not known, which is no reason to hide anything. */
  isWorthShowing(confidence: number | undefined, eagerness: Eagerness): boolean {
    return confidence === undefined || confidence >= (this.floor(eagerness) ?? confidence);
  }

  /** The least confidence that is worth showing. `undefined`: any. */
  floor(eagerness: Eagerness): number | undefined {
    const hidden = Math.floor(this.#answers.length * this.hiddenShare(eagerness));
    if (this.#answers.length < minAnswers || hidden === 0) return undefined;
    return [...this.#answers].sort((a, b) => a - b)[hidden];
  }
}

/** Before that many are known, none is told from another. */
const minAnswers = 10;

function keep<T>(values: T[], value: T, max: number): void {
  values.push(value);
  if (values.length > max) values.shift();
}
