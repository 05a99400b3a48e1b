import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { NameQuery, UsedName } from '../../core/completion/nameDoubts.ts';
import type { RepoContext } from '../../core/context/snippet.ts';
import type { DefinitionUser } from '../../shared/definitionUsers.ts';
import type { GenerateCounts } from '../../shared/engine.ts';
import type { EnclosingScope, InsertionQuery, SyntaxReport } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { RepoContextDeps, RepoContextFeature } from './repoContextFeature.ts';
import type { RepositorySearch } from './searchRepository.ts';
import type { WorkspacePath } from './workspacePaths.ts';

/**
 * The repository context, loaded once the extension is active: parsers, ranking and the way to the index are as much code
 * as everything else together, and nobody waits for them. Until then prompts do without.
 */
export class LateRepoContext {
  readonly #loading: Promise<RepoContextFeature>;
  #feature: RepoContextFeature | undefined;

  constructor(context: vscode.ExtensionContext, deps: RepoContextDeps) {
    this.#loading = this.#load(context, deps);
    this.#loading.catch((error: unknown) => deps.log.error(error));
  }

  /** What is known of the repository for a completion in that document, which is about to be asked for. At once. */
  contextFor(documentUri: string): RepoContext | undefined {
    return this.#feature?.contextFor(documentUri);
  }

  /** How fast the model reads decides how much it is given. */
  noteCounts(counts: GenerateCounts): void {
    this.#feature?.noteCounts(counts);
  }

  /** To be told when a model is ready. */
  modelChanged(): void {
    this.#feature?.modelChanged();
  }

  async showPage(): Promise<void> {
    await (await this.#loading).showPage();
  }

  /** @param number of a link on the page. */
  async openSnippet(number: unknown): Promise<void> {
    await (await this.#loading).openSnippet(number);
  }

  async rebuildIndex(): Promise<void> {
    await (await this.#loading).rebuildIndex();
  }

  /** As {@link RepoContextFeature.mayQuote}. */
  async mayQuote(place: WorkspacePath, signal: AbortSignal): Promise<boolean | undefined> {
    return await (await this.#loading).mayQuote(place, signal);
  }

  /** As {@link RepoContextFeature.definitionUsers}. */
  async definitionUsers(place: WorkspacePath, name: string, signal: AbortSignal): Promise<readonly DefinitionUser[]> {
    return await (await this.#loading).definitionUsers(place, name, signal);
  }

  /** As {@link RepoContextFeature.syntaxReport}. */
  async syntaxReport(languageId: string, text: string, signal: AbortSignal): Promise<SyntaxReport | undefined> {
    return await (await this.#loading).syntaxReport(languageId, text, signal);
  }

  /** As {@link RepoContextFeature.firstParsing}; nothing can be told until it is loaded. */
  async firstParsing(query: InsertionQuery, signal: AbortSignal): Promise<number | undefined> {
    return await this.#feature?.firstParsing(query, signal);
  }

  /** As {@link RepoContextFeature.unknownNames}; none are known to be before it is loaded. */
  async unknownNames(query: NameQuery, signal: AbortSignal): Promise<readonly UsedName[]> {
    return (await this.#feature?.unknownNames(query, signal)) ?? [];
  }

  /** As {@link RepoContextFeature.scopesAt}. */
  async scopesAt(
    document: vscode.TextDocument,
    selection: OffsetRange,
    signal: AbortSignal,
  ): Promise<readonly EnclosingScope[] | undefined> {
    return await (await this.#loading).scopesAt(document, selection, signal);
  }

  /** As {@link RepoContextFeature.search}. */
  async search(question: string, budgetTokens: number, signal: AbortSignal): Promise<RepositorySearch> {
    return await (await this.#loading).search(question, budgetTokens, signal);
  }

  async #load(context: vscode.ExtensionContext, deps: RepoContextDeps): Promise<RepoContextFeature> {
    await nextTurn();
    const { RepoContextFeature } = await import('./repoContextFeature.ts');
    this.#feature = new RepoContextFeature(context, deps);
    return this.#feature;
  }
}
