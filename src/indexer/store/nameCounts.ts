import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameKey, packKeys, unpackKeys } from './nameKey.ts';

/** How many files use each name. Changes are added up until {@link flush}: most names of a batch are in many files. */
export class NameCounts {
  readonly #count: StatementSync;
  readonly #change: StatementSync;
  readonly #deleteUnused: StatementSync;
  readonly #pending = new Map<number, number>();

  constructor(database: DatabaseSync) {
    this.#count = database.prepare('SELECT files FROM names WHERE key = ?');
    this.#change = database.prepare(
      'INSERT INTO names VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET files = files + excluded.files',
    );
    this.#deleteUnused = database.prepare('DELETE FROM names WHERE key = ? AND files <= 0');
  }

  filesUsing(name: string): number {
    return (this.#count.get(nameKey(name))?.['files'] as number | undefined) ?? 0;
  }

  /** Counts one file. @returns what {@link subtract} takes when it goes. */
  add(names: Iterable<string>): Uint8Array {
    const keys = Array.from(names, nameKey);
    for (const key of keys) this.#add(key, 1);
    return packKeys(keys);
  }

  subtract(packed: Uint8Array | null): void {
    if (packed !== null) for (const key of unpackKeys(packed)) this.#add(key, -1);
  }

  /** Writes what has changed. */
  flush(): void {
    // In the order of the table: neighbours share a page.
    const changes = [...this.#pending].filter(([, change]) => change !== 0).sort(([a], [b]) => a - b);
    for (const [key, change] of changes) {
      this.#change.run(key, change);
      if (change < 0) this.#deleteUnused.run(key);
    }
    this.#pending.clear();
  }

  discard(): void {
    this.#pending.clear();
  }

  #add(key: number, change: number): void {
    this.#pending.set(key, (this.#pending.get(key) ?? 0) + change);
  }
}
