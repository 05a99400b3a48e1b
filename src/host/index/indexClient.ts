import { type CancellationToken, CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import type { ContextCandidates, CursorFacts } from '../../shared/contextQuery.ts';
import type { DefinitionUser, SharedDefinition } from '../../shared/definitionUsers.ts';
import { CancelledError, throwIfAborted, UserError } from '../../shared/errors.ts';
import {
  absentNamesRequest,
  type CursorFactsParams,
  closeDocumentNotification,
  closeFolderRequest,
  cursorFactsRequest,
  definitionUsersRequest,
  type EditDocumentParams,
  editDocumentNotification,
  type FolderParams,
  filesChangedRequest,
  firstParsingRequest,
  type IndexStatus,
  indexProblemNotification,
  indexStatusNotification,
  type LookUpParams,
  lookUpRequest,
  mayQuoteRequest,
  type OpenDocumentParams,
  type OpenFolderParams,
  openDocumentNotification,
  openFolderRequest,
  type PauseReason,
  pauseNotification,
  rebuildRequest,
  type ScopesParams,
  type SyntaxReportParams,
  scopesRequest,
  syntaxReportRequest,
} from '../../shared/indexProtocol.ts';
import { notify } from '../../shared/notify.ts';
import type { EnclosingScope, InsertionQuery, SyntaxReport } from '../../shared/syntaxQuery.ts';
import type { Workspace } from '../../shared/workspace.ts';
import { type IndexLaunch, type IndexWorker, startIndexWorker } from './indexWorker.ts';
import { provideFiles } from './provideFiles.ts';
import { type WatchTimes, watchWorker } from './watchWorker.ts';

export interface IndexClientOptions {
  readonly launch: IndexLaunch;
  readonly onStatus: (folderUri: string, status: IndexStatus) => void;
  /** A sentence for the user. */
  readonly onProblem: (folderUri: string, sentence: string) => void;
  /** Why the worker has ended, with its stack: for the log. */
  readonly log: (text: string) => void;
  /** When a worker counts as one that hangs. */
  readonly watchTimes?: WatchTimes;
}

export interface FolderToIndex extends OpenFolderParams {
  /** Reads the files of a folder that has no `rootPath`. */
  readonly workspace?: Workspace;
}

/**
 * The index of the window's folders, which a worker process keeps. It is started with the first folder; when it dies it is
 * started again, later each time, and every folder is opened again. One that dies again and again is given up until the
 * user rebuilds: being ready for a moment is no cure.
 */
export class IndexClient {
  readonly #options: IndexClientOptions;
  readonly #folders = new Map<string, FolderToIndex>();
  #worker: IndexWorker | undefined;
  /** Unasked ends since a worker has lived long enough. */
  #deaths = 0;
  #restart: ReturnType<typeof setTimeout> | undefined;
  /** Runs while a worker does. */
  #recovery: ReturnType<typeof setTimeout> | undefined;
  #pausedFor: PauseReason | undefined;
  #isDisposed = false;

  constructor(options: IndexClientOptions) {
    this.#options = options;
  }

  /** The worker's process, for reports and tests. `undefined`: none runs. */
  get pid(): number | undefined {
    return this.#worker?.pid;
  }

  /**
   * Opens a folder, or opens it anew with other parameters. Resolves when the worker has it, long before it is indexed.
   *
   * @throws UserError `indexGone`, and so does every request below. The folder is opened by the next worker all the same.
   */
  async openFolder(folder: FolderToIndex): Promise<void> {
    this.#ensureWorker();
    this.#folders.set(folder.folderUri, folder);
    await this.#ask((rpc, token) => rpc.sendRequest(openFolderRequest, openParams(folder), token));
  }

  async closeFolder(folderUri: string): Promise<void> {
    // A worker that does not run has nothing open, and the next one is not told of the folder.
    if (this.#folders.delete(folderUri) && this.#worker !== undefined)
      await this.#ask((rpc, token) => rpc.sendRequest(closeFolderRequest, { folderUri }, token));
  }

  /**
   * Resolves when the index knows, to whether it says anything else than before. `paths`: files or folders, relative, of a
   * folder that is open.
   */
  async filesChanged(folderUri: string, paths: readonly string[]): Promise<boolean> {
    return await this.#ask((rpc, token) => rpc.sendRequest(filesChangedRequest, { folderUri, paths }, token));
  }

  /** @throws CancelledError as soon as `signal` is aborted; UserError `indexGone`. */
  async lookUp(params: LookUpParams, signal: AbortSignal): Promise<ContextCandidates> {
    return await this.#ask((rpc, token) => rpc.sendRequest(lookUpRequest, params, token), signal);
  }

  /** As {@link definitionUsersRequest}. */
  async definitionUsers(
    params: FolderParams & SharedDefinition,
    signal: AbortSignal,
  ): Promise<readonly DefinitionUser[]> {
    return await this.#ask((rpc, token) => rpc.sendRequest(definitionUsersRequest, params, token), signal);
  }

  /** Whether text of this file, as the editor has it, may stand in a prompt. */
  async mayQuote(folderUri: string, path: string, signal: AbortSignal): Promise<boolean> {
    return await this.#ask((rpc, token) => rpc.sendRequest(mayQuoteRequest, { folderUri, path }, token), signal);
  }

  /** As {@link absentNamesRequest}. @returns `undefined` where it can't be told. */
  async absentNames(
    folderUri: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const params = { folderUri, names };
    return (await this.#ask((rpc, token) => rpc.sendRequest(absentNamesRequest, params, token), signal)) ?? undefined;
  }

  /** Tells what an editor shows. A worker that is started later does not know of it: {@link cursorFacts} says so. */
  openDocument(params: OpenDocumentParams): void {
    this.#tell((rpc) => rpc.sendNotification(openDocumentNotification, params));
  }

  editDocument(params: EditDocumentParams): void {
    this.#tell((rpc) => rpc.sendNotification(editDocumentNotification, params));
  }

  closeDocument(documentUri: string): void {
    this.#tell((rpc) => rpc.sendNotification(closeDocumentNotification, { documentUri }));
  }

  /**
   * A document seen from its cursor.
   *
   * @returns `notOpen` where the worker does not have this version of it; `undefined` where its syntax can't be told.
   */
  async cursorFacts(params: CursorFactsParams, signal: AbortSignal): Promise<CursorFacts | 'notOpen' | undefined> {
    const answer = await this.#ask((rpc, token) => rpc.sendRequest(cursorFactsRequest, params, token), signal);
    return answer ?? undefined;
  }

  /** What a selection is in, the innermost first. Returns as {@link cursorFacts}. Starts a worker where none runs. */
  async scopes(params: ScopesParams, signal: AbortSignal): Promise<readonly EnclosingScope[] | 'notOpen' | undefined> {
    this.#ensureWorker();
    return (await this.#ask((rpc, token) => rpc.sendRequest(scopesRequest, params, token), signal)) ?? undefined;
  }

  /**
   * What a text says of itself. Starts a worker where none runs.
   *
   * @returns `undefined` where its syntax can't be told.
   */
  async syntaxReport(params: SyntaxReportParams, signal: AbortSignal): Promise<SyntaxReport | undefined> {
    this.#ensureWorker();
    return (await this.#ask((rpc, token) => rpc.sendRequest(syntaxReportRequest, params, token), signal)) ?? undefined;
  }

  /**
   * As {@link firstParsingRequest}. Starts a worker where none runs.
   *
   * @returns `undefined` where it can't be told.
   */
  async firstParsing(query: InsertionQuery, signal: AbortSignal): Promise<number | undefined> {
    this.#ensureWorker();
    return (await this.#ask((rpc, token) => rpc.sendRequest(firstParsingRequest, query, token), signal)) ?? undefined;
  }

  /** Forgets everything of the folder and indexes it anew. Starts the worker again where it was given up. */
  async rebuild(folderUri: string): Promise<void> {
    this.#deaths = 0;
    this.#ensureWorker();
    await this.#ask((rpc, token) => rpc.sendRequest(rebuildRequest, { folderUri }, token));
  }

  /** Background work stands still. Without a reason it goes on. */
  pause(reason?: PauseReason): void {
    if (this.#pausedFor === reason) return;
    this.#pausedFor = reason;
    this.#tellPause();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#recovery);
    this.#worker?.dispose();
    this.#worker = undefined;
  }

  async #ask<Result>(
    ask: (rpc: MessageConnection, token: CancellationToken) => Promise<Result>,
    signal: AbortSignal = never,
  ): Promise<Result> {
    throwIfAborted(signal);
    if (this.#isDisposed) throw new CancelledError();
    const worker = this.#worker;
    if (worker === undefined) throw indexGone();
    const source = new CancellationTokenSource();
    let abandon = () => {};
    const abandoned = new Promise<never>((_, reject) => {
      abandon = () => {
        source.cancel();
        reject(new CancelledError());
      };
    });
    signal.addEventListener('abort', abandon, { once: true });
    try {
      return await Promise.race([ask(worker.rpc, source.token), abandoned]);
    } catch (error) {
      if (this.#isDisposed) throw new CancelledError();
      throw this.#worker === worker && worker.isRunning() ? error : indexGone();
    } finally {
      signal.removeEventListener('abort', abandon);
      source.dispose();
    }
  }

  /** A new one has all folders that are known. */
  #ensureWorker(): void {
    if (this.#worker !== undefined || this.#isDisposed || this.#deaths >= maxDeaths) return;
    clearTimeout(this.#restart);
    const worker = startIndexWorker(this.#options.launch);
    this.#worker = worker;
    this.#recovery = setTimeout(() => {
      this.#deaths = 0;
    }, recoveryMs);
    this.#recovery.unref();
    worker.rpc.onNotification(indexStatusNotification, ({ folderUri, status }) => {
      this.#options.onStatus(folderUri, status);
    });
    worker.rpc.onNotification(indexProblemNotification, ({ folderUri, message }) => {
      this.#options.onProblem(folderUri, message);
    });
    provideFiles(worker.rpc, (folderUri) => this.#folders.get(folderUri)?.workspace);
    void worker.ended.then((reason) => this.#afterEnd(worker, reason));
    void watchWorker(worker, this.#options.watchTimes).then((isKilled) => {
      if (isKilled) this.#options.log('The index worker gave no sign of life.');
    });
    if (this.#pausedFor !== undefined) this.#tellPause();
    // Where this one dies too, its end says so.
    for (const folder of this.#folders.values()) {
      this.#ask((rpc, token) => rpc.sendRequest(openFolderRequest, openParams(folder), token)).catch(() => {});
    }
  }

  #afterEnd(worker: IndexWorker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    clearTimeout(this.#recovery);
    this.#deaths += 1;
    this.#options.log(`The index worker has ended: ${reason}`);
    if (this.#deaths < maxDeaths) {
      this.#restart = setTimeout(() => this.#ensureWorker(), firstDelayMs * 2 ** (this.#deaths - 1));
      this.#restart.unref();
      return;
    }
    const sentence = `The index worker ended ${maxDeaths} times in a row, so the index is off. See "Leeward: Show Log", or run "Leeward: Rebuild Index".`;
    for (const folderUri of this.#folders.keys()) this.#options.onStatus(folderUri, { kind: 'off', reason: sentence });
  }

  #tellPause(): void {
    const reason = this.#pausedFor;
    this.#tell((rpc) => rpc.sendNotification(pauseNotification, reason === undefined ? {} : { reason }));
  }

  #tell(send: (rpc: MessageConnection) => Promise<void>): void {
    const { rpc } = this.#worker ?? {};
    if (rpc !== undefined) void notify(() => send(rpc));
  }
}

/** A signal that is never aborted. */
const never = new AbortController().signal;
/** A file on which the worker dies is left alone by the next one: several may be in a folder. */
const maxDeaths = 5;
const firstDelayMs = 500;
/** A worker that has lived so long has died of something else than the one before it. */
const recoveryMs = 5 * 60_000;

function openParams({ workspace: _, ...params }: FolderToIndex): OpenFolderParams & FolderParams {
  return params;
}

function indexGone(): UserError {
  return new UserError('indexGone', 'The index worker has ended. See "Leeward: Show Log".');
}
