import { languageOfId } from '../../core/syntax/languageLookup.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { InsertionQuery } from '../../shared/syntaxQuery.ts';
import type { IndexClient } from '../index/indexClient.ts';
import type { Log } from '../log.ts';

/** Asks the index worker with which of some texts a document still parses, for as long as somebody at the cursor may wait. */
export class InsertionChecks {
  readonly #client: Pick<IndexClient, 'firstParsing' | 'pid'>;
  readonly #log: Pick<Log, 'error'>;
  /** By language. */
  readonly #failures = new Map<string, number>();

  constructor(client: Pick<IndexClient, 'firstParsing' | 'pid'>, log: Pick<Log, 'error'>) {
    this.#client = client;
    this.#log = log;
  }

  /**
   * @returns `undefined` where it can't be told in time, or no worker runs.
   * @throws CancelledError when `signal` is aborted.
   */
  async firstParsing(query: InsertionQuery, signal: AbortSignal): Promise<number | undefined> {
    const { languageId } = query;
    const failures = this.#failures.get(languageId) ?? 0;
    const canAsk = languageOfId(languageId) !== undefined && this.#client.pid !== undefined;
    if (!canAsk || failures >= maxFailures) return undefined;
    const late = AbortSignal.timeout(waitMs);
    try {
      const index = await this.#client.firstParsing(query, AbortSignal.any([signal, late]));
      this.#failures.delete(languageId);
      return index;
    } catch (error) {
      throwIfAborted(signal);
      if (late.aborted) return undefined;
      // A worker that ends again and again would be given up, and the index with it; a grammar may be damaged.
      this.#failures.set(languageId, failures + 1);
      this.#log.error(error);
      return undefined;
    }
  }
}

/** A parse takes some milliseconds, a worker in the middle of a large file or a batch for its store a few more. */
const waitMs = 100;
/** In a row. */
const maxFailures = 2;
