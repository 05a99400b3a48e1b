/** "The current one": whoever takes the place aborts who had it. */
export class RequestSlot<T extends { abort(): void }> {
  #current: T | undefined;

  get current(): T | undefined {
    return this.#current;
  }

  set current(next: T | undefined) {
    if (this.#current !== next) this.#current?.abort();
    this.#current = next;
  }
}
