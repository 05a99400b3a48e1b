import { randomBytes } from 'node:crypto';
import { chmod, mkdir, stat, statfs, utimes } from 'node:fs/promises';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { isCancelled } from '../../src/shared/errors.ts';
import { exactFromRestored } from '../sequences/exactFrom.ts';
import { FileHash } from './fileHash.ts';
import { holdsTokens, loadState } from './loadState.ts';
import { planEviction } from './planEviction.ts';
import { atOnce, type RunCall } from './runCall.ts';
import { sharedLength } from './sharedLength.ts';
import { estimateStateBytes, restoreGainMs, type StateSize, savePays } from './stateCosts.ts';
import { listStates, readEntries, removeState, type StateEntry, stateFiles } from './stateFiles.ts';
import type { StateRecord } from './stateSidecar.ts';
import { publishState, writeState } from './writeState.ts';

export interface StateStoreOptions {
  /** Made where it is missing. States of all models share it. */
  readonly directory: string;
  /** What all states together may take; a quarter of the free disk is the limit in any case. */
  readonly maxBytes: number;
  /** See `stateModelKey`. */
  readonly modelKey: string;
  /** Told once, where states can't be saved. */
  readonly log: (line: string) => void;
}

export interface SaveOptions {
  /** As measured; by default what an earlier state of the model says. */
  readonly prefillTokensPerSecond?: number | undefined;
  /** Makes the library's call; by default at once. */
  readonly run?: RunCall;
}

/** What a prompt has without a saved state. */
export interface LiveState {
  /** Leading prompt tokens in the sequence's cache; by default none. */
  readonly liveTokens?: number;
  /** As measured by this process; by default as it was when a state was saved. */
  readonly prefillTokensPerSecond?: number | undefined;
}

/** A state that shares its beginning with a prompt. */
export interface StateMatch {
  readonly entry: StateEntry;
  /** Leading prompt tokens that need no evaluation once the state is restored. */
  readonly sharedTokens: number;
  /** How much sooner the first token comes, by what was measured. */
  readonly gainMs: number;
}

/**
 * Sequence states on disk, for the engine that comes next: it need not evaluate again what this one has evaluated.
 * It is a cache. Whatever goes wrong with its files costs time, and nothing else.
 */
export class StateStore {
  readonly #options: StateStoreOptions;
  readonly #entries: Map<string, StateEntry>;
  /** By name: what was checked once, or is not yet checked to the end, since the request was cancelled. */
  readonly #hashes = new Map<string, FileHash>();
  #lastSize: StateSize | undefined;
  #canSave = true;
  #saving: Promise<void> = Promise.resolve();

  /** Reads the sidecars of the model's states, at most some dozens. */
  constructor(options: StateStoreOptions) {
    this.#options = options;
    this.#entries = new Map(readEntries(options.directory, options.modelKey).map((entry) => [entry.name, entry]));
  }

  /** The state whose restoring brings the first token soonest; `undefined` where evaluating is as soon. */
  best(prompt: readonly Token[], { liveTokens = 0, prefillTokensPerSecond }: LiveState = {}): StateMatch | undefined {
    let best: StateMatch | undefined;
    for (const entry of this.#entries.values()) {
      const match = (sharedTokens: number): StateMatch => {
        const { sizeBytes } = entry;
        const speed = prefillTokensPerSecond ?? entry.prefillTokensPerSecond;
        const candidate = { sharedTokens, liveTokens, sizeBytes, prefillTokensPerSecond: speed };
        return { entry, sharedTokens, gainMs: restoreGainMs(candidate) };
      };
      const isBetter = ({ gainMs }: StateMatch) => gainMs > (best?.gainMs ?? 0);
      // The last token is evaluated in any case: it gives the logits of the first answer token.
      const mostTokens = Math.min(entry.tokens.length, prompt.length - 1);
      // A warm cache lacks so few tokens that there is nothing to gain, and no need to compare any.
      if (!isBetter(match(mostTokens))) continue;
      const found = match(Math.min(sharedLength(entry.tokens, prompt), mostTokens));
      if (found.sharedTokens >= entry.exactFrom && isBetter(found)) best = found;
    }
    return best;
  }

  /**
   * Saves what the sequence's cache holds, where that pays. The caller has the sequence to itself.
   *
   * A windowed cache can be used only by prompts that begin with all of its tokens, or all but one: roll it back to what
   * will come again before.
   */
  save(sequence: LlamaContextSequence, options: SaveOptions = {}): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      if (!this.#canSave) return;
      try {
        await this.#save(sequence, options);
      } catch (error) {
        // Another engine, with less room, has evicted what was not yet finished.
        if (isCancelled(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') return;
        this.#canSave = false;
        this.#options.log(
          `Evaluated prompts are no longer kept in ${this.#options.directory}: ${(error as Error).message}`,
        );
      }
    });
    return this.#saving;
  }

  /**
   * Replaces what the sequence's cache holds with a state. Afterwards the sequence holds the state's tokens, or what it
   * held before, or none.
   *
   * @param run makes the calls, none of which takes long but the library's own. All that waits for the engine's thread is
   *   made in one, or a chat beside it has a turn before each.
   * @returns whether it holds the state's tokens. A state that fails is deleted.
   * @throws CancelledError where `run` does: the state stays, and what was checked of it counts the next time.
   */
  async restore(sequence: LlamaContextSequence, entry: StateEntry, run: RunCall = atOnce): Promise<boolean> {
    const { state } = stateFiles(this.#options.directory, entry.name);
    const isRestored =
      (await this.#isIntact(state, entry, run)) && (await run(() => loadState(sequence, state, entry)));
    if (isRestored) this.#markUsedLater(entry);
    else await run(() => this.#remove(entry.name));
    return isRestored;
  }

  /** Removes the states of all models: nobody can tell what text they hold. What can't be removed stays. */
  async forget(): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const states = await listStates(this.#options.directory).catch(() => []);
      for (const { name } of states) await this.#remove(name);
    });
    await this.#saving;
  }

  /** Native code may crash on a file that is not what it wrote. */
  async #isIntact(path: string, { name, sizeBytes, sha256 }: StateEntry, run: RunCall): Promise<boolean> {
    const hash = this.#hashes.get(name) ?? new FileHash(path);
    this.#hashes.set(name, hash);
    try {
      return (await run(() => stat(path))).size === sizeBytes && (await hash.digest(run)) === sha256;
    } catch (error) {
      if (isCancelled(error)) throw error;
      return false; // Another engine has removed it, or the disk fails.
    }
  }

  async #save(sequence: LlamaContextSequence, options: SaveOptions): Promise<void> {
    const room = await this.#makeRoom();
    const tokens = Uint32Array.from(sequence.contextTokens);
    const known = [...this.#entries.values()];
    const prefillTokensPerSecond = options.prefillTokensPerSecond ?? known[0]?.prefillTokensPerSecond;
    if (tokens.length === 0 || prefillTokensPerSecond === undefined) return;
    const usable = { tokens, exactFrom: exactFromRestored(sequence) };
    const covering = known.find((entry) => covers(entry, usable));
    if (covering !== undefined && (await this.#markUsed(covering))) return;

    const pays = (sizeBytes: number) => savePays({ tokens: tokens.length, sizeBytes, prefillTokensPerSecond });
    const expectedBytes = this.#expectedBytes(sequence, known);
    if (expectedBytes !== undefined && (!pays(expectedBytes) || expectedBytes > room.maxBytes)) return;
    const { ram, vram } = sequence.context.memoryUsage;
    if (ram + vram > room.freeBytes) return;

    const { directory, modelKey } = this.#options;
    const name = `${modelKey}-${randomBytes(8).toString('hex')}`;
    try {
      const entry = await writeState({ directory, name, ...usable, modelKey, prefillTokensPerSecond }, (path) =>
        (options.run ?? atOnce)(() => sequence.saveStateToFile(path)),
      );
      this.#lastSize = sizeOf(sequence, entry);
      const isKept = entry.sizeBytes <= room.maxBytes && pays(entry.sizeBytes) && holdsTokens(sequence, tokens);
      if (!isKept) return await removeState(directory, name);
      await publishState(directory, entry);
      await this.#markUsed(entry);
      this.#entries.set(name, entry);
      for (const other of known) if (covers(entry, other)) await this.#remove(other.name);
    } catch (error) {
      await removeState(directory, name);
      throw error;
    }
    await this.#makeRoom();
  }

  #expectedBytes(sequence: LlamaContextSequence, known: readonly StateEntry[]): number | undefined {
    const sizes = known.map((entry) => sizeOf(sequence, entry));
    if (this.#lastSize !== undefined) sizes.push(this.#lastSize);
    return estimateStateBytes(cellCount(sequence, sequence.nextTokenIndex), sizes);
  }

  /**
   * Makes the folder, and evicts what has no place in it.
   *
   * @returns how much the disk has left, and what all states together may take of it.
   */
  async #makeRoom(): Promise<{ readonly freeBytes: number; readonly maxBytes: number }> {
    const { directory } = this.#options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    const { bavail, bsize } = await statfs(directory);
    const freeBytes = bavail * bsize;
    const states = await listStates(directory);
    const usedBytes = states.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const maxBytes = Math.min(this.#options.maxBytes, (freeBytes + usedBytes) / 4);
    for (const name of planEviction(states, { maxBytes, nowMs: Date.now() })) await this.#remove(name);
    return { freeBytes, maxBytes };
  }

  /**
   * The latest use decides what is evicted.
   *
   * @returns whether it could be noted: another engine may have removed the state.
   */
  async #markUsed({ name }: StateEntry): Promise<boolean> {
    const now = new Date();
    const { sidecar } = stateFiles(this.#options.directory, name);
    return await utimes(sidecar, now, now).then(
      () => true,
      () => false,
    );
  }

  /** Nobody waits for it before the first token, but what is saved next, which may evict. It can't fail. */
  #markUsedLater(entry: StateEntry): void {
    this.#saving = this.#saving.then(async () => void (await this.#markUsed(entry)));
  }

  async #remove(name: string): Promise<void> {
    this.#entries.delete(name);
    this.#hashes.delete(name);
    await removeState(this.#options.directory, name);
  }
}

/** Whether every prompt that can use `other` can use `state` as well, share as much with it, and gains by it. */
function covers(state: StateEntry, other: Pick<StateRecord, 'tokens' | 'exactFrom'>): boolean {
  const sharedTokens = other.tokens.length;
  if (state.exactFrom > other.exactFrom || sharedLength(state.tokens, other.tokens) < sharedTokens) return false;
  return restoreGainMs({ ...state, sharedTokens, liveTokens: 0 }) > 0;
}

function sizeOf(sequence: LlamaContextSequence, { tokens, sizeBytes }: StateEntry): StateSize {
  return { cells: cellCount(sequence, tokens.length), sizeBytes };
}

function cellCount({ model }: LlamaContextSequence, tokens: number): number {
  return Math.min(tokens, model.fileInsights.swaSize ?? tokens);
}
