import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addStatistics, boundStatistics, type Statistics } from '../../core/statistics/statistics.ts';
import { lockEnding, withFileLock } from '../chat/store/withFileLock.ts';
import { codeOf, type Disk, realDisk, writeAtomically } from '../chat/store/writeAtomically.ts';
import { type ReadStatistics, readStatisticsText, statisticsText } from './statisticsFile.ts';

export interface StatisticsStoreOptions {
  /** Absolute, in a folder of its own, which is made where it is missing. */
  readonly path: string;
  /** `2026-11-30`. */
  readonly today: () => string;
  /** Of a file that is begun: letters, digits and hyphens. */
  readonly newId: () => string;
  /** Resolves after a while; rejects or resolves at once where `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** A sentence to the user. Each at most once. */
  readonly onProblem: (sentence: string) => void;
  /** The statistics were deleted, perhaps by another window: what was shown before counts no more. */
  readonly onDeleted: () => void;
  readonly disk?: Disk;
}

/** The statistics of all windows, in one file to which each adds what it has counted. */
export class StatisticsStore {
  readonly #options: StatisticsStoreOptions;
  /** What is not on the disk yet. */
  #pending: Statistics = [];
  /** Of the file that this window adds to. */
  #knownId: string | undefined;
  #later: { readonly hurry: AbortController; readonly done: Promise<void> } | undefined;
  #turns: Promise<void> = Promise.resolve();
  readonly #told = new Set<string>();

  constructor(options: StatisticsStoreOptions) {
    this.#options = options;
  }

  /** All that is known, what is not written yet included. @throws what the disk throws. */
  async read(): Promise<Statistics> {
    return await this.#inTurn(async () => {
      const stored = await this.#read();
      const pending = this.#isDeleted(stored) ? [] : this.#pending;
      if (stored?.kind !== 'statistics') return pending;
      this.#knownId ??= stored.id;
      return this.#bound(addStatistics(stored.statistics, pending));
    });
  }

  /** Written a while later, with what comes until then. */
  add(statistics: Statistics): void {
    if (statistics.length === 0) return;
    this.#pending = this.#bound(addStatistics(this.#pending, statistics));
    this.#later ??= this.#writeLater();
  }

  /** Resolves when all is written, or could not be. */
  async flush(): Promise<void> {
    this.#later?.hurry.abort();
    await this.#later?.done;
  }

  /** For good, in all windows. @throws what the disk throws. */
  async delete(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#locked(async () => {
        // What a crash in the middle of writing has left too.
        for (const name of await readdir(this.#folder))
          if (!name.endsWith(lockEnding)) await rm(join(this.#folder, name), { force: true });
      });
      this.#forget(undefined);
    });
  }

  #writeLater(): { readonly hurry: AbortController; readonly done: Promise<void> } {
    const hurry = new AbortController();
    const done = this.#options
      .sleep(writeDelayMs, hurry.signal)
      .catch(() => {})
      .then(async () => {
        this.#later = undefined;
        await this.#inTurn(() => this.#write());
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#tell(`The statistics could not be written, and are kept in this window meanwhile: ${reason}`);
      });
    return { hurry, done };
  }

  /** One after the other. */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turns.then(work);
    this.#turns = turn.then(
      () => {},
      () => {},
    );
    return await turn;
  }

  async #write(): Promise<void> {
    const writing = this.#pending;
    this.#pending = [];
    try {
      await this.#locked(async () => await this.#addToFile(writing));
    } catch (error) {
      this.#pending = addStatistics(writing, this.#pending);
      throw error;
    }
  }

  async #addToFile(writing: Statistics): Promise<void> {
    const { newId, disk } = this.#options;
    const stored = await this.#read();
    if (writing.length === 0 || stored?.kind === 'newer') return;
    if (this.#isDeleted(stored)) {
      this.#forget(stored?.kind === 'statistics' ? stored.id : undefined);
      return;
    }
    const { id, statistics } = stored?.kind === 'statistics' ? stored : { id: newId(), statistics: [] };
    const text = statisticsText({ id, statistics: this.#bound(addStatistics(statistics, writing)) });
    await writeAtomically(this.#options.path, text, false, disk);
    this.#knownId = id;
  }

  /** In one step with what has counted it, or a completion would be accepted that was never shown. */
  #forget(knownId: string | undefined): void {
    this.#knownId = knownId;
    this.#pending = [];
    this.#options.onDeleted();
  }

  /** Whether the file that this window has added to is no more, or can't be read any more. */
  #isDeleted(stored: ReadStatistics | undefined): boolean {
    if (this.#knownId === undefined) return false;
    return stored?.kind !== 'statistics' || stored.id !== this.#knownId;
  }

  /** Of two windows one after the other, or one would write over what the other has added. */
  async #locked(work: () => Promise<void>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const { disk = realDisk } = this.#options;
    await withFileLock(join(this.#folder, `.statistics${lockEnding}`), work, { disk });
  }

  async #read(): Promise<ReadStatistics | undefined> {
    const { path } = this.#options;
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    if (text === undefined) return undefined;
    const read = readStatisticsText(text);
    if (read.kind === 'damaged') this.#tell(`The statistics in ${path} could not be read. They are begun anew.`);
    if (read.kind === 'newer')
      this.#tell(`The statistics in ${path} were written by a newer Leeward: they are left as they are.`);
    return read;
  }

  #tell(sentence: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    this.#options.onProblem(sentence);
  }

  #bound(statistics: Statistics): Statistics {
    return boundStatistics(statistics, this.#options.today());
  }

  get #folder(): string {
    return dirname(this.#options.path);
  }
}

const writeDelayMs = 30_000;
