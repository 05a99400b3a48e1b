import { cutLines } from '../core/syntax/chunks.ts';
import { fileFacts } from '../core/syntax/fileFacts.ts';
import { firstParsing } from '../core/syntax/firstParsing.ts';
import type { Grammars } from '../core/syntax/grammars.ts';
import { languageOfId, languageOfPath } from '../core/syntax/languageLookup.ts';
import { withTree } from '../core/syntax/parse.ts';
import { syntaxReport } from '../core/syntax/syntaxReport.ts';
import type { FileFacts } from '../shared/codeFacts.ts';
import type { InsertionQuery, SyntaxReport } from '../shared/syntaxQuery.ts';
import { plainLanguageId } from './plainLanguageId.ts';

export interface ParsedFile {
  readonly facts: FileFacts;
  /** Why a file of a known language has no more than chunks: `parsing them would take too long`. */
  readonly failure?: string;
}

/** Turns the text of files into facts, one at a time. */
export class FileParser {
  readonly #grammars: Grammars;
  /** Languages whose grammar does not load: not tried again for each of their files. */
  readonly #broken = new Map<string, string>();

  constructor(grammars: Grammars) {
    this.#grammars = grammars;
  }

  /** Whether a file of the language would have to wait for its grammar. */
  isCold(languageId: string): boolean {
    const language = languageOfId(languageId);
    return language !== undefined && this.#grammars.loaded(languageId) === undefined && !this.#broken.has(language.id);
  }

  /** Loads a grammar that will be needed, which takes a tenth of a second, while nobody waits for it. */
  async warmUp(languageId: string): Promise<void> {
    await this.#grammars.load(languageId).catch(() => {}); // Said where a file needs it.
  }

  /**
   * What does not parse in time has plain chunks.
   *
   * @throws WebAssembly.RuntimeError: the parsers of this process are of no use any more.
   */
  async parse(path: string, text: string): Promise<ParsedFile> {
    const language = languageOfPath(path);
    if (language === undefined) return { facts: plainFacts(path, text) };
    const known = this.#broken.get(language.id);
    if (known !== undefined) return { facts: plainFacts(path, text), failure: known };
    try {
      const grammar = await this.#grammars.load(language.id);
      const endMs = performance.now() + budgetMs;
      const shouldStop = () => performance.now() > endMs;
      const facts =
        grammar && withTree(grammar, text, shouldStop, (tree) => fileFacts(grammar, tree, text, shouldStop, path));
      if (facts !== undefined) return { facts };
      return { facts: plainFacts(path, text), failure: 'parsing them would take too long' };
    } catch (error) {
      if (isWasmFailure(error)) throw error;
      const failure = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
      if (this.#grammars.loaded(language.id) === undefined) this.#broken.set(language.id, failure);
      return { facts: plainFacts(path, text), failure };
    }
  }

  /**
   * What a text says of itself.
   *
   * @returns `undefined` where the language's syntax is not understood, or the text does not parse in time.
   * @throws BugError where the grammar does not load; WebAssembly.RuntimeError as {@link parse}.
   */
  async report(languageId: string, text: string): Promise<SyntaxReport | undefined> {
    const grammar = await this.#grammars.load(languageId);
    if (grammar === undefined) return undefined;
    const endMs = performance.now() + budgetMs;
    const shouldStop = () => performance.now() > endMs;
    return withTree(grammar, text, shouldStop, (tree) => syntaxReport(grammar, tree, text, shouldStop));
  }

  /**
   * As {@link firstParsing}, within a time in which somebody may wait for it.
   *
   * @throws as {@link report}.
   */
  async firstParsing(query: InsertionQuery): Promise<number | undefined> {
    const grammar = await this.#grammars.load(query.languageId);
    if (grammar === undefined) return undefined;
    const endMs = performance.now() + insertionBudgetMs;
    return firstParsing(grammar, query, () => performance.now() > endMs);
  }
}

/** What is known of a file whose syntax is not understood. */
export function plainFacts(path: string, text: string): FileFacts {
  const languageId = languageOfPath(path)?.id ?? plainLanguageId(path);
  const lineCount = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return { languageId, symbols: [], references: [], imports: [], chunks: cutLines(lineCount) };
}

/** An abort of the parsers' WebAssembly, out of memory or by a bug: its memory is in no order any more. */
export function isWasmFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'RuntimeError';
}

const budgetMs = 2_000;
const insertionBudgetMs = 80;
