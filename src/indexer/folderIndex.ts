import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { isIgnoreFile } from '../core/context/ignoreRules.ts';
import type { SkipLog } from '../core/context/skipLog.ts';
import type { ContextCandidates } from '../shared/contextQuery.ts';
import type { DefinitionUser, SharedDefinition } from '../shared/definitionUsers.ts';
import { CancelledError, isCancelled } from '../shared/errors.ts';
import type { IndexStatus, LookUpParams, PauseReason } from '../shared/indexProtocol.ts';
import type { Workspace } from '../shared/workspace.ts';
import { definitionUsers } from './definitionUsers.ts';
import { FileIndexer } from './fileIndexer.ts';
import { type FileParser, isWasmFailure } from './fileParser.ts';
import { FolderPass, isVersion, type PassContext } from './folderPass.ts';
import type { IndexReader } from './indexStore.ts';
import { lookUp } from './lookUp.ts';
import { ReadablePaths } from './readablePaths.ts';
import { ParsingMarker, takeLostPaths } from './store/parsingMarker.ts';
import { isStoreError } from './store/sqliteErrors.ts';
import type { StorePlace } from './store/storeFiles.ts';
import { StoreSlot } from './store/storeSlot.ts';
import { TimeSlice } from './timeSlice.ts';

export interface FolderIndexOptions {
  readonly workspace: Workspace;
  /** Absent: the index lives in memory. */
  readonly store?: StorePlace;
  readonly parser: FileParser;
  readonly skipLog: SkipLog;
  readonly onStatus: (status: IndexStatus) => void;
  readonly onProblem: (sentence: string) => void;
  /** The parsers of this process are of no use any more: it has to end. */
  readonly onWasmFailure: (error: unknown) => void;
}

/** Something that one asked for and waits for. */
interface Request {
  readonly kind: 'change' | 'rebuild';
  readonly paths: readonly string[];
  /** Whether the index has changed. */
  readonly resolve: (hasChanged: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps the index of one folder up to date: lists it, looks at what is not as the store has it, then at what it is told
 * of. One thing at a time, in a loop; what someone waits for goes first, and between two files other work of the process
 * has its turn.
 */
export class FolderIndex {
  readonly #options: FolderIndexOptions;
  readonly #closed = new AbortController();
  readonly #slot: StoreSlot;
  readonly #marker: ParsingMarker | undefined;
  readonly #files: FileIndexer;
  readonly #passContext: PassContext;
  readonly #readable: ReadablePaths;
  readonly #requests: Request[] = [];
  /** Answered when the folder has been listed and what is new in it is indexed. */
  #waitingForPass: Request[] = [];
  #isPassWanted = true;
  /** The last one ended with this error: the next request begins another, and so does time. */
  #failure: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pass: FolderPass | undefined;
  #pausedFor: PauseReason | undefined;
  #isWoken = false;
  #resume: (() => void) | undefined;
  readonly #ended: Promise<void>;

  /** Begins to index. */
  constructor(options: FolderIndexOptions) {
    this.#options = options;
    const { store, workspace, parser, skipLog } = options;
    this.#slot = new StoreSlot(store, options.onProblem);
    const lostPaths = store === undefined ? new Set<string>() : takeLostPaths(store.path);
    this.#marker = store === undefined ? undefined : new ParsingMarker(store.path);
    this.#files = new FileIndexer({ workspace, slot: this.#slot, parser, skipLog, marker: this.#marker, lostPaths });
    this.#passContext = { workspace, slot: this.#slot, files: this.#files, onStatus: options.onStatus };
    this.#readable = new ReadablePaths(workspace);
    this.#ended = this.#run();
  }

  /** As far as it has come. */
  get reader(): IndexReader {
    return this.#slot.store;
  }

  /**
   * Resolves when the index knows of these files, or folders, and of what is in them, to whether it has changed. What an
   * ignore file among them hides is hidden at once.
   */
  filesChanged(paths: readonly string[]): Promise<boolean> {
    this.#options.workspace.filesChanged(paths);
    this.#readable.filesChanged(paths);
    return this.#request('change', paths);
  }

  /** Resolves when everything is forgotten; then the folder is indexed again. */
  async rebuild(): Promise<void> {
    await this.#request('rebuild', []);
  }

  /** @throws CancelledError, an AbortError. */
  async lookUp(params: LookUpParams, signal: AbortSignal): Promise<ContextCandidates> {
    try {
      const { symbols, chunks } = await lookUp(this.reader, this.#options.workspace, params, signal);
      const readable = await this.#readable.among([...symbols, ...chunks].map(({ path }) => path));
      const isReadable = ({ path }: { readonly path: string }) => readable.has(path);
      return { symbols: symbols.filter(isReadable), chunks: chunks.filter(isReadable) };
    } catch (error) {
      if (isCancelled(error) || !this.#replaceStore(error)) throw error;
      return { symbols: [], chunks: [] };
    }
  }

  /** As {@link definitionUsers}, those that may be read. None, where not all files are indexed. */
  async definitionUsers(definition: SharedDefinition, signal: AbortSignal): Promise<readonly DefinitionUser[]> {
    if (!this.#isWhole) return [];
    try {
      const users = await definitionUsers(this.reader, this.#options.workspace, definition, signal);
      const readable = await this.#readable.among(users.map(({ path }) => path));
      return users.filter(({ path }) => readable.has(path));
    } catch (error) {
      if (isCancelled(error) || !this.#replaceStore(error)) throw error;
      return [];
    }
  }

  /** Whether text of this file may stand in a prompt. */
  async mayQuote(path: string): Promise<boolean> {
    return (await this.#options.workspace.stat(path)) !== undefined;
  }

  /** Those of the names that no file defines or uses. `undefined`: not all files are indexed. */
  absentNames(names: readonly string[]): readonly string[] | undefined {
    if (!this.#isWhole) return undefined;
    try {
      const defined = this.reader.definitionCounts(names);
      const used = this.reader.referencingFiles(names);
      return names.filter((name) => !defined.get(name) && !used.get(name));
    } catch (error) {
      if (!this.#replaceStore(error)) throw error;
      return undefined;
    }
  }

  /** What nobody waits for stands still. `undefined`: it goes on. */
  pause(reason: PauseReason | undefined): void {
    if (this.#pausedFor === reason) return;
    this.#pausedFor = reason;
    const heldFor = this.#heldFor;
    if (heldFor === undefined) this.#pass?.progress?.resume();
    else this.#tellHeld(heldFor);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#wake();
    await this.#ended;
  }

  #request(kind: Request['kind'], paths: readonly string[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#closed.signal.aborted) throw new CancelledError();
      this.#requests.push({ kind, paths, resolve, reject });
      if (this.#retry === undefined) this.#wake();
      else this.#tryAgain();
    });
  }

  /** All files of the folder are in the index, as far as is known. */
  get #isWhole(): boolean {
    return !this.#isPassWanted && this.#pass === undefined && this.#retry === undefined;
  }

  /** Why a pass stands still. One that somebody waits for does not. */
  get #heldFor(): PauseReason | undefined {
    return this.#waitingForPass.length === 0 ? this.#pausedFor : undefined;
  }

  #tellHeld(reason: PauseReason): void {
    const progress = this.#pass?.progress;
    if (progress !== undefined) progress.pause(reason);
    else if (this.#isPassWanted) this.#options.onStatus({ kind: 'listing', pausedFor: reason });
  }

  async #run(): Promise<void> {
    const slice = new TimeSlice();
    while (!this.#closed.signal.aborted) {
      try {
        await slice.step();
        if (!(await this.#step())) await this.#awake();
      } catch (error) {
        this.#fail(error);
      }
    }
    clearTimeout(this.#retry);
    for (const { reject } of [...this.#requests, ...this.#waitingForPass]) reject(new CancelledError());
    try {
      this.#slot.flush();
    } catch {
      // Indexed again at the next start.
    }
    this.#slot.close();
    this.#marker?.dispose();
  }

  /** @returns whether there was something to do. */
  async #step(): Promise<boolean> {
    const request = this.#requests.shift();
    if (request !== undefined) await this.#answer(request);
    // However much is asked for, the rest goes on in between.
    return (await this.#backgroundStep()) || request !== undefined;
  }

  async #backgroundStep(): Promise<boolean> {
    if (this.#heldFor !== undefined) return false;
    if (this.#isPassWanted) {
      this.#isPassWanted = false;
      // From here on, not once it has listed: until then it is not known either what there is.
      this.#pass = new FolderPass(this.#passContext);
      await this.#pass.list(this.#closed.signal);
      // Paused while it was listing.
      if (this.#heldFor !== undefined) this.#tellHeld(this.#heldFor);
      return true;
    }
    if (this.#pass === undefined) return this.#retry === undefined && this.#idleStep();
    if (!(await this.#pass.step())) await this.#endPass();
    return true;
  }

  async #answer(request: Request): Promise<void> {
    const { writes } = this.#slot;
    let hasChanged = true;
    try {
      this.#slot.flush();
      this.#pass?.forgetRead();
      if (request.kind === 'rebuild') {
        this.#slot.store.clear();
        this.#isPassWanted = true;
      } else if (request.paths.some(isIgnoreFile)) {
        this.#isPassWanted = true;
        this.#waitingForPass.push(request);
        return;
      } else {
        const slice = new TimeSlice();
        for (const path of request.paths) {
          await slice.step();
          await this.#answerShorter(request);
          await this.#lookAt(path);
        }
        this.#slot.flush();
        this.#options.skipLog.flush();
        hasChanged = this.#slot.writes > writes;
        const isReady = this.#pass === undefined && !this.#isPassWanted;
        if (isReady && hasChanged) this.#tellReady();
      }
      request.resolve(hasChanged);
    } catch (error) {
      // A store that is made anew is filled by a pass.
      if (this.#replaceStore(error)) this.#waitingForPass.push(request);
      else request.reject(error);
      if (isWasmFailure(error)) this.#options.onWasmFailure(error);
    }
  }

  /** A save does not wait for the thousands of files of another branch. */
  async #answerShorter({ paths }: Request): Promise<void> {
    for (;;) {
      const index = this.#requests.findIndex((other) => other.paths.length < paths.length);
      const [shorter] = index === -1 ? [] : this.#requests.splice(index, 1);
      if (shorter === undefined) return;
      await this.#answer(shorter);
    }
  }

  /** Whatever it is now: a file, a folder, or nothing any more. */
  async #lookAt(path: string): Promise<void> {
    const { workspace } = this.#options;
    const file = await workspace.stat(path);
    const files = file === undefined ? await workspace.list(this.#closed.signal, path) : [file];
    const there = new Set(files.map((one) => one.path));
    const { store } = this.#slot;
    const known = [...(store.version(path) === undefined ? [] : [path]), ...store.pathsUnder(path)];
    for (const gone of known.filter((one) => !there.has(one))) this.#slot.write((open) => open.remove(gone));
    const slice = new TimeSlice();
    for (const one of files) {
      await slice.step();
      // That something happened to a folder says little of the files in it.
      if (file === undefined && isVersion(one, store.version(one.path))) continue;
      await this.#files.index(one);
    }
  }

  async #endPass(): Promise<void> {
    this.#slot.flush();
    this.#options.skipLog.flush();
    if ((this.#pass?.files ?? 0) >= manyFiles) this.#slot.store.wantWipe();
    this.#pass = undefined;
    this.#failure = undefined;
    this.#slot.noteHealth();
    const { parser } = this.#options;
    const cold = this.#slot.store.languages(warmLanguages).filter((languageId) => parser.isCold(languageId));
    if (cold.length === 0) this.#tellReady();
    else void this.#getReady(cold);
    for (const { resolve } of this.#waitingForPass.splice(0)) resolve(true);
  }

  /** Tells that all is indexed, when the next edit is quick. Beside the loop: what is asked for meanwhile is answered. */
  async #getReady(languageIds: readonly string[]): Promise<void> {
    await Promise.race([this.#warmUp(languageIds), sleep(longestWarmUpMs, undefined, { ref: false })]);
    if (this.#closed.signal.aborted || this.#pass !== undefined || this.#isPassWanted) return;
    try {
      this.#tellReady();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A grammar that was not needed yet takes a tenth of a second to load. */
  async #warmUp(languageIds: readonly string[]): Promise<void> {
    for (const languageId of languageIds) {
      await nextTurn();
      if (this.#closed.signal.aborted || this.#pausedFor !== undefined) return;
      await this.#options.parser.warmUp(languageId);
    }
  }

  /** What keeps the store tidy: files that are ignored from now on, or gone, leave nothing behind. */
  #idleStep(): boolean {
    return this.#slot.store.wipeStep() === 'more';
  }

  #tellReady(): void {
    const { files, symbols } = this.#slot.store.counts();
    this.#options.onStatus({ kind: 'ready', files, symbols, parsedFiles: this.#files.parsedFiles });
  }

  #fail(error: unknown): void {
    if (isCancelled(error) || this.#replaceStore(error)) return;
    if (isWasmFailure(error)) this.#options.onWasmFailure(error);
    this.#pass = undefined;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#tryAgain(), retryMs).unref();
    for (const { reject } of this.#waitingForPass.splice(0)) reject(error);
    const failure = error instanceof Error ? error.message : String(error);
    if (failure !== this.#failure) this.#options.onProblem(`Indexing stopped: ${failure}`);
    this.#failure = failure;
    // What was indexed before is of use all the same.
    if (!isStoreError(error)) this.#tellReady();
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isPassWanted = true;
    this.#wake();
  }

  #replaceStore(error: unknown): boolean {
    if (!this.#slot.replace(error)) return false;
    this.#isPassWanted = true;
    this.#wake();
    return true;
  }

  #wake(): void {
    this.#isWoken = true;
    this.#resume?.();
  }

  /** Resolves once there may be something to do. */
  async #awake(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
    this.#isWoken = false;
  }
}

const warmLanguages = 5;
/** A restart tells sooner that it is ready where the machine is busy. */
const longestWarmUpMs = 300;
/** Of fewer, what a pass writes is merged on the way. */
const manyFiles = 500;
/** A disk or a server that was away for a moment is there again. */
const retryMs = 30_000;
