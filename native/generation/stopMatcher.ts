/**
 * Finds stop strings in streamed text. Text that may be the beginning of a stop string is held back until it is known
 * not to be one, so that no part of a stop string is ever handed on.
 */
export class StopMatcher {
  readonly #stops: readonly string[];
  readonly #longest: number;
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#longest = Math.max(0, ...this.#stops.map((stop) => stop.length));
  }

  /** Takes the next piece; gives what may be handed on, and whether a stop string was found behind it. */
  push(delta: string): { readonly text: string; readonly stopped: boolean } {
    const text = this.#held + delta;
    const stopAt = this.#firstStop(text);
    if (stopAt >= 0) {
      this.#held = '';
      return { text: text.slice(0, stopAt), stopped: true };
    }
    const keep = this.#possibleStart(text);
    this.#held = text.slice(keep);
    return { text: text.slice(0, keep), stopped: false };
  }

  /** What is still held back when the generation ends otherwise. */
  flush(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }

  #firstStop(text: string): number {
    const places = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  }

  /** The first offset from which the rest of `text` is a beginning of a stop string; the text's length if none. */
  #possibleStart(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const rest = text.slice(start);
      if (this.#stops.some((stop) => stop.startsWith(rest))) return start;
    }
    return text.length;
  }
}
