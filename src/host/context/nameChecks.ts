import { languageOfId } from '../../core/syntax/languageLookup.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import type { IndexClient } from '../index/indexClient.ts';

/** Asks the index worker which names exist nowhere, for as long as somebody at the cursor may wait. */
export class NameChecks {
  readonly #client: Pick<IndexClient, 'absentNames' | 'pid'>;

  constructor(client: Pick<IndexClient, 'absentNames' | 'pid'>) {
    this.#client = client;
  }

  /**
   * @param languageId of the document that would use them: names of a language that is not understood are in no index.
   * @returns `undefined` where it can't be told in time.
   * @throws CancelledError when `signal` is aborted.
   */
  async absentNames(
    folderUri: string,
    languageId: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    if (languageOfId(languageId) === undefined || this.#client.pid === undefined) return undefined;
    const late = AbortSignal.timeout(waitMs);
    try {
      return await this.#client.absentNames(folderUri, names, AbortSignal.any([signal, late]));
    } catch (error) {
      throwIfAborted(signal);
      if (late.aborted || error instanceof UserError) return undefined;
      throw error;
    }
  }
}

/** Some look-ups in a table; a worker that parses meanwhile is not waited for. */
const waitMs = 25;
