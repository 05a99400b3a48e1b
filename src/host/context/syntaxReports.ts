import { hash } from 'node:crypto';
import { languageOfId } from '../../core/syntax/languageLookup.ts';
import { UserError } from '../../shared/errors.ts';
import type { SyntaxReport } from '../../shared/syntaxQuery.ts';
import type { IndexClient } from '../index/indexClient.ts';

/** What texts say of themselves, asked of the index worker: whoever checks a change by it must not take silence for consent. */
export class SyntaxReports {
  readonly #client: Pick<IndexClient, 'syntaxReport'>;
  /** Texts with which a worker has ended twice: asked again, they would switch the index off. */
  readonly #fatal = new Set<string>();

  constructor(client: Pick<IndexClient, 'syntaxReport'>) {
    this.#client = client;
  }

  /**
   * @returns `undefined` where the syntax of the language is not known.
   * @throws CancelledError; UserError where the text could not be read, though its syntax is known.
   */
  async of(languageId: string, text: string, signal: AbortSignal): Promise<SyntaxReport | undefined> {
    if (languageOfId(languageId) === undefined) return undefined;
    const key = hash('sha256', `${languageId}\n${text}`);
    for (let attempt = 0; attempt < attempts && !this.#fatal.has(key); attempt++) {
      try {
        const report = await this.#client.syntaxReport({ languageId, text }, signal);
        if (report !== undefined) return report;
        break;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        if (attempt === attempts - 1) this.#fatal.add(key);
      }
    }
    throw new UserError(
      'inputInvalid',
      'A change could not be checked, since the syntax of the file could not be read: it may be too large. Try it again; if that does not help, divide the file, or ask in the chat.',
    );
  }
}

/** The worker may end for another text. */
const attempts = 2;
