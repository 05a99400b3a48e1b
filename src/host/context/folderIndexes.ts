import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isIgnoreFile } from '../../core/context/ignoreRules.ts';
import { SkipLog } from '../../core/context/skipLog.ts';
import type { ContextCandidates } from '../../shared/contextQuery.ts';
import type { DefinitionUser } from '../../shared/definitionUsers.ts';
import { UserError } from '../../shared/errors.ts';
import type { IndexStatus, LookUpParams } from '../../shared/indexProtocol.ts';
import { deleteStrayStores } from '../index/deleteStrayStores.ts';
import type { IndexClient } from '../index/indexClient.ts';
import type { Log } from '../log.ts';
import { folderFiles } from './folderFiles.ts';
import { isWorthTelling } from './isWorthTelling.ts';
import { PathBatch } from './pathBatch.ts';
import { pathIn } from './pathIn.ts';
import { RemoteFiles } from './remoteFiles.ts';
import { folderKey, type WorkspacePath } from './workspacePaths.ts';

export interface FolderIndexesDeps {
  readonly client: IndexClient;
  readonly log: Log;
  /** Whether the user wants an index at all. */
  readonly isWanted: () => boolean;
}

interface OpenFolder {
  readonly folder: vscode.WorkspaceFolder;
  readonly remote: RemoteFiles | undefined;
  /** What of a folder that is elsewhere is not read. */
  readonly skipLog: SkipLog;
  readonly watching: vscode.Disposable;
}

/** An index for each workspace folder, kept up to date with what VS Code says of files. */
export class FolderIndexes {
  readonly #deps: FolderIndexesDeps;
  readonly #storage: vscode.Uri | undefined;
  readonly #open = new Map<string, OpenFolder>();
  readonly #statuses = new Map<string, IndexStatus>();
  readonly #problems: string[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  /** What is known of some folder's files is not what it was. */
  readonly onDidChange = this.#changed.event;
  readonly #hid = new vscode.EventEmitter<void>();
  /** Files that could be quoted may be hidden from now on. */
  readonly onDidHide = this.#hid.event;
  readonly #progressed = new vscode.EventEmitter<string>();
  /** A folder's key: its status is another one. */
  readonly onDidProgress = this.#progressed.event;

  constructor(context: vscode.ExtensionContext, deps: FolderIndexesDeps) {
    this.#deps = deps;
    this.#storage = context.storageUri;
    // A window's storage is its workspace's: what is in there of other folders, nobody will open again.
    if (this.#storesPath !== undefined) void deleteStrayStores(this.#storesPath, (name) => this.#hasStore(name));
    context.subscriptions.push(
      this.#changed,
      this.#hid,
      this.#progressed,
      { dispose: () => this.#closeAll() },
      vscode.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const folder of removed) this.#close(folderKey(folder));
        if (deps.isWanted()) for (const folder of added) this.#openFolder(folder);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.reopen()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude')) this.reopen();
      }),
      // At once, not when the watcher has noticed: the next completion may be about it.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#noteChanged([uri])),
      vscode.workspace.onDidRenameFiles(({ files }) =>
        this.#noteChanged(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
      ),
    );
  }

  /** Opens or closes folders, as the user wants it now. */
  reopen(): void {
    this.#closeAll();
    if (this.#deps.isWanted()) for (const folder of vscode.workspace.workspaceFolders ?? []) this.#openFolder(folder);
  }

  /** Forgets everything and reads the files anew. */
  async rebuild(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((key) => this.#deps.client.rebuild(key)));
  }

  /** @returns `undefined`: there is no index of that folder. */
  statusOf(folderUri: string): IndexStatus | undefined {
    return this.#statuses.get(folderUri);
  }

  /** Sentences, the newest last. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  async lookUp(
    { folder }: WorkspacePath,
    query: Omit<LookUpParams, 'folderUri'>,
    signal: AbortSignal,
  ): Promise<ContextCandidates> {
    const folderUri = folderKey(folder);
    if (!this.#open.has(folderUri)) return { symbols: [], chunks: [] };
    return await this.#deps.client.lookUp({ folderUri, ...query }, signal);
  }

  /** The files that use what a file defines at its top level, those nearest to it first. */
  async definitionUsers(
    { folder, path }: WorkspacePath,
    name: string,
    signal: AbortSignal,
  ): Promise<readonly DefinitionUser[]> {
    const folderUri = folderKey(folder);
    if (!this.#open.has(folderUri)) return [];
    return await this.#deps.client.definitionUsers({ folderUri, path, name }, signal);
  }

  /** Whether the file's text may stand in a prompt: it is neither ignored nor private. */
  async mayQuote({ folder, path }: WorkspacePath, signal: AbortSignal): Promise<boolean> {
    const folderUri = folderKey(folder);
    return this.#open.has(folderUri) && (await this.#deps.client.mayQuote(folderUri, path, signal));
  }

  onStatus(folderUri: string, status: IndexStatus): void {
    const open = this.#open.get(folderUri);
    if (open === undefined) return;
    this.#statuses.set(folderUri, status);
    this.#progressed.fire(folderUri);
    if (status.kind === 'ready') open.skipLog.flush();
    // What is found while it is being built is found when the cursor moves.
    if (status.kind === 'ready' || status.kind === 'off') this.#changed.fire();
  }

  onProblem(message: string): void {
    if (!this.#problems.includes(message)) this.#problems.push(message);
    if (this.#problems.length > maxProblems) this.#problems.shift();
    this.#deps.log.warn(message);
  }

  #openFolder(folder: vscode.WorkspaceFolder): void {
    const key = folderKey(folder);
    const excludes = excludedGlobs(folder);
    const isLocal = folder.uri.scheme === 'file';
    const skipLog = new SkipLog((sentence) => this.onProblem(sentence));
    const onSkip = (path: string, why: string) => skipLog.note(path, `Not indexed, since ${why}`);
    const remote = isLocal ? undefined : new RemoteFiles({ files: folderFiles(folder.uri), excludes, onSkip });
    this.#open.set(key, { folder, remote, skipLog, watching: this.#watch(folder) });
    const storePath = this.#storesPath && join(this.#storesPath, storeName(key));
    this.#deps.client
      .openFolder({
        folderUri: key,
        excludes,
        isTrusted: vscode.workspace.isTrusted,
        ...(isLocal && { rootPath: folder.uri.fsPath }),
        ...(remote && { workspace: remote }),
        ...(storePath !== undefined && { storePath }),
      })
      .catch((error: unknown) => {
        this.#deps.log.error(error);
        if (error instanceof UserError) this.onStatus(key, { kind: 'off', reason: error.message });
      });
  }

  /** The folder of all stores. Absent: they live in memory. */
  get #storesPath(): string | undefined {
    return this.#storage?.scheme === 'file' ? join(this.#storage.fsPath, 'index') : undefined;
  }

  /** Whether a folder that is to be indexed has the store of that name. */
  #hasStore(name: string): boolean {
    if (!this.#deps.isWanted()) return false;
    return (vscode.workspace.workspaceFolders ?? []).some((folder) => storeName(folderKey(folder)) === name);
  }

  #watch(folder: vscode.WorkspaceFolder): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    const batch = new PathBatch((paths) => this.#tell(folderKey(folder), paths));
    const add = (uri: vscode.Uri, isContent: boolean) => {
      const path = pathIn(folder.uri, uri);
      if (path !== undefined && isWorthTelling(path, isContent)) batch.add(path);
    };
    return vscode.Disposable.from(
      watcher,
      batch,
      watcher.onDidCreate((uri) => add(uri, false)),
      watcher.onDidChange((uri) => add(uri, true)),
      watcher.onDidDelete((uri) => add(uri, false)),
    );
  }

  #noteChanged(uris: readonly vscode.Uri[]): void {
    for (const [key, { folder }] of this.#open) {
      const paths = uris.flatMap((uri) => pathIn(folder.uri, uri) ?? []);
      if (paths.length > 0) this.#tell(key, paths);
    }
  }

  #tell(key: string, paths: readonly string[]): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    open.remote?.filesChanged(paths);
    // At once: what a document's prompts have is asked about again only when the cursor moves in there.
    if (paths.some(isIgnoreFile)) this.#hid.fire();
    this.#deps.client.filesChanged(key, paths).then(
      (hasChanged) => {
        if (hasChanged) this.#changed.fire();
      },
      (error: unknown) => this.#deps.log.error(error),
    );
  }

  #close(key: string): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    this.#statuses.delete(key);
    open.watching.dispose();
    this.#deps.client.closeFolder(key).catch((error: unknown) => this.#deps.log.error(error));
    this.#progressed.fire(key);
    this.#hid.fire();
    this.#changed.fire();
  }

  #closeAll(): void {
    for (const key of [...this.#open.keys()]) this.#close(key);
  }
}

function storeName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** Shown on a page; all are in the log. */
const maxProblems = 10;

/** Those with a condition (`{ "when": "$(basename).ts" }`) hide what is made from another file: not so here. */
export function excludedGlobs(folder: vscode.WorkspaceFolder): readonly string[] {
  const excludes = vscode.workspace.getConfiguration('files', folder).get<Record<string, unknown>>('exclude') ?? {};
  return Object.entries(excludes)
    .filter(([, value]) => value === true)
    .map(([glob]) => glob);
}
