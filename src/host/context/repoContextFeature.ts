import { join } from 'node:path';
import * as vscode from 'vscode';
import type { NameQuery, UsedName } from '../../core/completion/nameDoubts.ts';
import { unknownNames } from '../../core/completion/unknownNames.ts';
import type { RepoContext } from '../../core/context/snippet.ts';
import { contextBudget, contextLimit, PrefillSpeed } from '../../core/prompt/contextBudget.ts';
import type { DefinitionUser } from '../../shared/definitionUsers.ts';
import type { EngineModel, GenerateCounts } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import type { EnclosingScope, InsertionQuery, SyntaxReport } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { IndexClient } from '../index/indexClient.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settingsStore.ts';
import { isOnBattery } from './battery.ts';
import { ContextPage } from './contextPage.ts';
import { ContextService } from './contextService.ts';
import { DocumentSyntax } from './documentSyntax.ts';
import { FolderIndexes } from './folderIndexes.ts';
import { IndexPauses } from './indexPauses.ts';
import { IndexProgress } from './indexProgress.ts';
import { InsertionChecks } from './insertionChecks.ts';
import { NameChecks } from './nameChecks.ts';
import { openTexts } from './openTexts.ts';
import { type RepositorySearch, searchRepository } from './searchRepository.ts';
import { SyntaxReports } from './syntaxReports.ts';
import { UserActivity } from './userActivity.ts';
import { folderKey, type WorkspacePath, workspacePathOf } from './workspacePaths.ts';

export interface RepoContextDeps {
  readonly settings: SettingsStore;
  /** The loaded model. Absent: the engine does not run. */
  readonly model: () => EngineModel | undefined;
  /** Told when what is known around the cursor has been computed. */
  readonly onContext: () => void;
  /** Told when what was known of the repository may not be quoted any more. */
  readonly onHide: () => void;
  readonly log: Log;
}

/** Everything of the repository context in the editor: builds its parts and connects them. */
export class RepoContextFeature {
  readonly #deps: RepoContextDeps;
  readonly #speed = new PrefillSpeed();
  readonly #reports: SyntaxReports;
  readonly #insertions: InsertionChecks;
  readonly #names: NameChecks;
  readonly #indexes: FolderIndexes;
  readonly #syntax: DocumentSyntax;
  readonly #service: ContextService;
  readonly #page: ContextPage;
  #modelPath: string | undefined;

  constructor(context: vscode.ExtensionContext, deps: RepoContextDeps) {
    this.#deps = deps;
    const { log, settings } = deps;
    const dist = context.asAbsolutePath('dist');
    const isEnabled = () => settings.current.enable && settings.current.context.enable;
    const budgetTokens = () => this.#budgetTokens();

    const client = new IndexClient({
      launch: { entryPath: join(dist, 'indexer.mjs'), syntaxesPath: join(dist, 'syntaxes') },
      onStatus: (folderUri, status) => this.#indexes.onStatus(folderUri, status),
      onProblem: (_, sentence) => this.#indexes.onProblem(sentence),
      log: (text) => log.warn(text),
    });
    const indexes = new FolderIndexes(context, { client, log, isWanted: isEnabled });
    const progress = new IndexProgress();
    const pauses = new IndexPauses({
      pause: (reason) => client.pause(reason),
      onBattery: () => settings.current.index.onBattery,
      isOnBattery,
    });
    const activity = new UserActivity(context, () => pauses.noteTyping());
    const syntax = new DocumentSyntax(context, client, log);
    const service = new ContextService(context, { indexes, syntax, activity, log, isEnabled, budgetTokens });
    this.#reports = new SyntaxReports(client);
    this.#insertions = new InsertionChecks(client, log);
    this.#names = new NameChecks(client);
    this.#indexes = indexes;
    this.#syntax = syntax;
    this.#service = service;
    this.#page = new ContextPage(context, { service, indexes, isEnabled, budgetTokens, log });

    context.subscriptions.push(
      client,
      progress,
      pauses,
      indexes.onDidProgress((folderUri) => {
        const status = indexes.statusOf(folderUri);
        progress.setStatus(folderUri, status);
        pauses.noteWork(folderUri, status?.kind === 'listing' || status?.kind === 'indexing');
      }),
      service.onDidCompute(() => deps.onContext()),
      // The service was told before: what is asked for from now on is without it.
      indexes.onDidHide(() => deps.onHide()),
      settings.onDidChange(({ before, now }) => {
        const isWanted = isEnabled();
        if (isWanted !== (before.enable && before.context.enable)) indexes.reopen();
        if (before.index.onBattery !== now.index.onBattery) pauses.settingsChanged();
        service.refresh();
        this.#page.refresh();
      }),
    );
    this.modelChanged();
    indexes.reopen();
  }

  /** What is known of the repository for a completion in that document, which is about to be asked for. At once. */
  contextFor(documentUri: string): RepoContext | undefined {
    return this.#service.current(documentUri);
  }

  /** How fast the model reads decides how much it is given. */
  noteCounts(counts: GenerateCounts): void {
    this.#speed.add(counts);
  }

  /** To be told when a model is ready. */
  modelChanged(): void {
    const path = this.#deps.model()?.path;
    if (path === this.#modelPath) return;
    this.#modelPath = path;
    this.#speed.clear();
    this.#service.refresh();
  }

  async showPage(): Promise<void> {
    await this.#page.show();
  }

  /** @param number of a link on the page. */
  async openSnippet(number: unknown): Promise<void> {
    await this.#page.openSnippet(number);
  }

  async rebuildIndex(): Promise<void> {
    await this.#indexes.rebuild();
  }

  /**
   * Whether text of that file may stand in a prompt. `undefined`: there is no index of its folder that could say.
   *
   * @throws CancelledError.
   */
  async mayQuote(place: WorkspacePath, signal: AbortSignal): Promise<boolean | undefined> {
    if (this.#indexes.statusOf(folderKey(place.folder)) === undefined) return undefined;
    try {
      return await this.#indexes.mayQuote(place, signal);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  /**
   * As {@link FolderIndexes.definitionUsers}. None, where there is no index.
   *
   * @throws CancelledError.
   */
  async definitionUsers(place: WorkspacePath, name: string, signal: AbortSignal): Promise<readonly DefinitionUser[]> {
    try {
      return await this.#indexes.definitionUsers(place, name, signal);
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }

  /** As {@link SyntaxReports.of}. */
  async syntaxReport(languageId: string, text: string, signal: AbortSignal): Promise<SyntaxReport | undefined> {
    return await this.#reports.of(languageId, text, signal);
  }

  /** As {@link InsertionChecks.firstParsing}. */
  async firstParsing(query: InsertionQuery, signal: AbortSignal): Promise<number | undefined> {
    return await this.#insertions.firstParsing(query, signal);
  }

  /** Names that a completion would use and that exist nowhere in the document's folder, nor in open documents: none where that can't be told. */
  async unknownNames(query: NameQuery, signal: AbortSignal): Promise<readonly UsedName[]> {
    const { uri, languageId } = query.place;
    const path = workspacePathOf(vscode.Uri.parse(uri));
    if (path === undefined) return [];
    const key = folderKey(path.folder);
    const absentNames = (names: readonly string[]) => this.#names.absentNames(key, languageId, names, signal);
    return await unknownNames({ absentNames, openTexts }, query, signal);
  }

  /** As {@link DocumentSyntax.scopesAt}. */
  async scopesAt(
    document: vscode.TextDocument,
    selection: OffsetRange,
    signal: AbortSignal,
  ): Promise<readonly EnclosingScope[] | undefined> {
    return await this.#syntax.scopesAt(document, selection, signal);
  }

  /**
   * What the index finds for a question.
   *
   * @throws CancelledError; UserError where there is no index.
   */
  async search(question: string, budgetTokens: number, signal: AbortSignal): Promise<RepositorySearch> {
    const { enable, context } = this.#deps.settings.current;
    if (enable && context.enable) return await searchRepository(this.#indexes, question, budgetTokens, signal);
    throw new UserError('indexGone', 'There is no index to search: leeward.context.enable is off.');
  }

  #budgetTokens(): number {
    const { context, model } = this.#deps.settings.current;
    const contextSizeTokens = this.#deps.model()?.contextSizeTokens ?? model.contextSizeTokens;
    return context.budgetTokens === 'auto'
      ? contextBudget(contextSizeTokens, this.#speed.tokensPerSecond)
      : Math.min(context.budgetTokens, contextLimit(contextSizeTokens));
  }
}
