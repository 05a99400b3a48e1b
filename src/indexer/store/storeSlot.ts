import { type OpenedStore, openIndexStore, openInsteadOfFile, replaceDamagedStore } from './openIndexStore.ts';
import { isStoreBusy, isStoreDamage, isStoreError } from './sqliteErrors.ts';
import type { SqliteIndexStore } from './sqliteIndexStore.ts';
import type { StorePlace } from './storeFiles.ts';

type Write = (store: SqliteIndexStore) => void;

/** The store of a folder and what is to be written into it next. Where it fails, an empty one takes its place. */
export class StoreSlot {
  readonly #place: StorePlace | undefined;
  readonly #onProblem: (sentence: string) => void;
  #opened: OpenedStore;
  #pending: Write[] = [];
  #pendingBytes = 0;
  #replacements = 0;
  #writes = 0;

  /** @param place absent: in memory. */
  constructor(place: StorePlace | undefined, onProblem: (sentence: string) => void) {
    this.#place = place;
    this.#onProblem = onProblem;
    this.#opened = openIndexStore(place);
    this.#tell();
  }

  /** Without what is still to be written. */
  get store(): SqliteIndexStore {
    return this.#opened.store;
  }

  /** How many writes there were, for whoever wants to know whether there was one. */
  get writes(): number {
    return this.#writes;
  }

  /** Adds to the next transaction, which comes when it is large enough, or with {@link flush}. */
  write(write: Write, sizeBytes = 0): void {
    this.#writes += 1;
    this.#pending.push(write);
    this.#pendingBytes += sizeBytes;
    if (this.#pending.length >= maxWrites || this.#pendingBytes >= maxPendingBytes) this.flush();
  }

  flush(): void {
    const writes = this.#pending;
    this.#forgetPending();
    if (writes.length === 0) return;
    const { store } = this.#opened;
    store.batch(() => {
      for (const write of writes) write(store);
    });
  }

  /**
   * To be called with every error that using the store has thrown.
   *
   * @returns whether the files are to be looked at again: an empty store has taken its place, or what was to be written
   * was not. Otherwise the error is somebody else's.
   */
  replace(error: unknown): boolean {
    this.#forgetPending();
    if (this.#place === undefined || !isStoreError(error) || this.#replacements >= maxReplacements) return false;
    this.#replacements += 1;
    // Another window may be slow. Where it goes on, so does this one without the store.
    if (isStoreBusy(error) && this.#replacements < maxReplacements) return true;
    this.close();
    const isDamage = isStoreDamage(error) && this.#opened.filePath !== undefined;
    this.#opened = isDamage ? replaceDamagedStore(this.#place) : openInsteadOfFile(this.#place, error);
    this.#tell();
    return true;
  }

  /** All has been well for a while: what was wrong before does not count any more. */
  noteHealth(): void {
    this.#replacements = 0;
  }

  close(): void {
    try {
      this.#opened.store.close();
    } catch {
      // What can't be closed in order can be left as it is: every transaction is whole.
    }
  }

  #forgetPending(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #tell(): void {
    if (this.#opened.problem !== undefined) this.#onProblem(this.#opened.problem);
  }
}

/** As much as takes a twentieth of a second, for which other windows and requests wait. */
const maxWrites = 128;
const maxPendingBytes = 1_000_000;
const maxReplacements = 3;
