import { ignoreFileNames } from '../core/context/ignoreRules.ts';
import type { SkipLog } from '../core/context/skipLog.ts';
import type { ContextCandidates } from '../shared/contextQuery.ts';
import { CancelledError, isCancelled } from '../shared/errors.ts';
import type { IndexStatus, LookUpParams, PauseReason } from '../shared/indexProtocol.ts';
import type { Workspace } from '../shared/workspace.ts';
import { FileIndexer } from './fileIndexer.ts';
import { type FileParser, isWasmFailure } from './fileParser.ts';
import { FolderPass, type PassContext } from './folderPass.ts';
import type { IndexReader } from './indexStore.ts';
import { lookUp } from './lookUp.ts';
import { ParsingMarker, takeLostPaths } from './store/parsingMarker.ts';
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
  readonly resolve: () => void;
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
  readonly #requests: Request[] = [];
  /** Answered when the folder has been listed and what is new in it is indexed. */
  #waitingForPass: Request[] = [];
  #isPassWanted = true;
  /** The last one ended with an error: the next request begins another. */
  #hasFailed = false;
  #pass: FolderPass | undefined;
  #toWarmUp: string[] = [];
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
    this.#ended = this.#run();
  }

  /** As far as it has come. */
  get reader(): IndexReader {
    return this.#slot.store;
  }

  /** Resolves when the index knows of these files, or folders, and of what is in them. */
  filesChanged(paths: readonly string[]): Promise<void> {
    return this.#request('change', paths);
  }

  /** Resolves when everything is forgotten; then the folder is indexed again. */
  rebuild(): Promise<void> {
    return this.#request('rebuild', []);
  }

  /** @throws CancelledError, an AbortError. */
  async lookUp(params: LookUpParams, signal: AbortSignal): Promise<ContextCandidates> {
    try {
      return await lookUp(this.reader, this.#options.workspace, params, signal);
    } catch (error) {
      if (isCancelled(error) || !this.#replaceStore(error)) throw error;
      return { symbols: [], chunks: [] };
    }
  }

  /** Whether text of this file may stand in a prompt. */
  async mayQuote(path: string): Promise<boolean> {
    return (await this.#options.workspace.stat(path)) !== undefined;
  }

  /** What nobody waits for stands still. `undefined`: it goes on. */
  pause(reason: PauseReason | undefined): void {
    if (this.#pausedFor === reason) return;
    this.#pausedFor = reason;
    if (reason === undefined) this.#pass?.progress.resume();
    else this.#pass?.progress.pause(reason);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#wake();
    await this.#ended;
  }

  #request(kind: Request['kind'], paths: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed.signal.aborted) throw new CancelledError();
      this.#requests.push({ kind, paths, resolve, reject });
      this.#isPassWanted ||= this.#hasFailed;
      this.#hasFailed = false;
      this.#wake();
    });
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
    if (this.#pausedFor !== undefined) return false;
    if (this.#isPassWanted) {
      this.#isPassWanted = false;
      this.#pass = undefined;
      this.#pass = await FolderPass.begin(this.#passContext, this.#closed.signal);
      return true;
    }
    if (this.#pass === undefined) return await this.#idleStep();
    if (!(await this.#pass.step())) await this.#endPass();
    return true;
  }

  async #answer(request: Request): Promise<void> {
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
        const writes = this.#slot.writes;
        for (const path of request.paths) {
          await slice.step();
          await this.#lookAt(path);
        }
        this.#slot.flush();
        this.#options.skipLog.flush();
        const isReady = this.#pass === undefined && !this.#isPassWanted;
        if (isReady && this.#slot.writes > writes) this.#tellReady();
      }
      request.resolve();
    } catch (error) {
      // A store that is made anew is filled by a pass.
      if (this.#replaceStore(error)) this.#waitingForPass.push(request);
      else request.reject(error);
      if (isWasmFailure(error)) this.#options.onWasmFailure(error);
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
      await this.#files.index(one);
    }
  }

  async #endPass(): Promise<void> {
    this.#slot.flush();
    this.#options.skipLog.flush();
    if ((this.#pass?.files ?? 0) >= manyFiles) this.#slot.store.wantWipe();
    this.#pass = undefined;
    this.#tellReady();
    for (const { resolve } of this.#waitingForPass.splice(0)) resolve();
    this.#toWarmUp = [...this.#slot.store.languages(warmLanguages)];
  }

  /** What makes the next edit quick, and then what keeps the store tidy: one thing a step. */
  async #idleStep(): Promise<boolean> {
    const languageId = this.#toWarmUp.shift();
    if (languageId !== undefined) {
      await this.#options.parser.warmUp(languageId);
      return true;
    }
    // Files that are ignored from now on, or gone, leave nothing behind.
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
    this.#hasFailed = true;
    for (const { reject } of this.#waitingForPass.splice(0)) reject(error);
    this.#options.onProblem(`Indexing stopped: ${error instanceof Error ? error.message : String(error)}`);
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
/** Of fewer, what a pass writes is merged on the way. */
const manyFiles = 500;

function isIgnoreFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ignoreFileNames.some((one) => one === name);
}
