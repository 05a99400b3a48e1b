/** CSS pixels from the end that still count as the end. */
const endTolerance = 24;

const userEvents = ['wheel', 'pointerdown', 'keydown', 'focusin'] as const;

export interface StickyScrollOptions {
  /** The reader is about something else in there: nothing is moved away from under it. */
  isHeld(): boolean;
  /** Is told where the reader is, `top` in CSS pixels, when that has changed by scrolling. */
  tell(top: number, isAtEnd: boolean): void;
}

/** Keeps the end of what grows in view, as long as the reader has not scrolled away from it. */
export class StickyScroll {
  readonly #scroller: HTMLElement;
  readonly #tell: StickyScrollOptions['tell'];
  readonly #sizes: ResizeObserver;
  #isAtEnd = true;
  #lastTop = 0;
  /** Where the reader was, until the reader goes elsewhere. */
  #wantedTop: number | undefined;

  constructor(scroller: HTMLElement, content: HTMLElement, { isHeld, tell }: StickyScrollOptions) {
    this.#scroller = scroller;
    this.#tell = tell;
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
    for (const name of userEvents) scroller.addEventListener(name, this.#onUser, { passive: true });
    this.#sizes = new ResizeObserver(() => {
      if (isHeld()) return;
      if (this.#isAtEnd) this.#goToEnd();
      else if (this.#wantedTop !== undefined) this.to(this.#wantedTop);
    });
    this.#sizes.observe(content);
    this.#sizes.observe(scroller);
  }

  toEnd(): void {
    this.#wantedTop = undefined;
    this.#isAtEnd = true;
    this.#goToEnd();
    this.#tell(this.#scroller.scrollTop, true);
  }

  /** As soon as what is shown is high enough. */
  to(top: number): void {
    this.#isAtEnd = false;
    this.#wantedTop = top;
    this.#scroller.scrollTop = top;
    this.#lastTop = this.#scroller.scrollTop;
    this.#tell(top, false);
  }

  /** Where the reader is, whatever becomes of what is shown. */
  stay(): void {
    this.#isAtEnd = false;
    this.#lastTop = this.#scroller.scrollTop;
    this.#tell(this.#lastTop, false);
  }

  dispose(): void {
    this.#scroller.removeEventListener('scroll', this.#onScroll);
    for (const name of userEvents) this.#scroller.removeEventListener(name, this.#onUser);
    this.#sizes.disconnect();
  }

  readonly #onUser = (): void => {
    this.#wantedTop = undefined;
  };

  #goToEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  // What grows moves the end away without anyone scrolling; only a way up is the reader's wish to leave it.
  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const isNearEnd = scrollHeight - scrollTop - clientHeight <= endTolerance;
    if (this.#wantedTop !== undefined) return;
    if (isNearEnd) this.#isAtEnd = true;
    else if (scrollTop < this.#lastTop) this.#isAtEnd = false;
    this.#lastTop = scrollTop;
    this.#tell(scrollTop, this.#isAtEnd);
  };
}
