import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  getLlama,
  type Llama,
  type LlamaContext,
  type LlamaContextOptions,
  LlamaLogLevel,
  type Token,
} from 'node-llama-cpp';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { stateModelKey } from '../../native/states/stateModelKey.ts';
import { StateStore, type StateStoreOptions } from '../../native/states/stateStore.ts';
import { modelIdentity } from '../../native/window/modelParts.ts';
import { randomTokens, type TinyMistral, writeTinyMistral } from './tinyMistral.ts';
import { writeMixedWindows } from './writeMixedWindows.ts';

/** With it every state pays, since the tiny model's are small. */
export const slowPrefill = 20;

/** Without the rounding to f16, which would differ with the places of the cells. */
export const exactCache: LlamaContextOptions = {
  flashAttention: false,
  experimentalKvCacheKeyType: 'F32',
  experimentalKvCacheValueType: 'F32',
};

/** Full attention; a window in all layers; in every other one. */
export type TinyKind = 'plain' | 'windowed' | 'mixed';

interface LoadOptions {
  readonly contextSize?: number;
  readonly cache?: LlamaContextOptions | undefined;
}

/** A tiny Mistral, plain and with windows, and a folder for states. All is deleted by `dispose`. */
export class StateFixture {
  readonly folder: string;
  readonly directory: string;
  readonly logged: string[] = [];
  readonly #mistral: TinyMistral;
  readonly #paths: { readonly [kind in TinyKind]: string };
  #llama: Llama | undefined;
  /**
   * Kept until it is disposed of: the library counts it as in use from then on where it was collected as garbage before,
   * and disposing of its model, or of the library, would wait for ever.
   */
  #context: LlamaContext | undefined;

  private constructor(folder: string, mistral: TinyMistral) {
    this.folder = folder;
    this.directory = join(folder, 'states');
    this.#mistral = mistral;
    const { plainPath, windowedPath } = mistral;
    this.#paths = { plain: plainPath, windowed: windowedPath, mixed: join(folder, 'mixed.gguf') };
  }

  static async create(): Promise<StateFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-states-'));
    const fixture = new StateFixture(folder, await writeTinyMistral(folder));
    const { windowed, mixed } = fixture.#paths;
    await writeMixedWindows(windowed, mixed, [true, false, true, false]);
    return fixture;
  }

  /** The model in memory, with a context of its own. Whoever has loaded one before is disposed of. */
  async load(kind: TinyKind, { contextSize = 2048, cache = exactCache }: LoadOptions = {}): Promise<LoadedTiny> {
    await this.#unload();
    this.#llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled });
    const path = this.#paths[kind];
    const model = await this.#llama.loadModel({ modelPath: path });
    const context = await model.createContext({ ...cache, contextSize, sequences: 2, batchSize: 128, threads: 1 });
    this.#context = context;
    const modelKey = await stateModelKey(context, await modelIdentity({ path, header: await readHeader(path) }));
    return { context, modelKey, store: (options) => this.store(modelKey, options) };
  }

  store(modelKey: string, options: Partial<StateStoreOptions> = {}): StateStore {
    const log = (line: string) => void this.logged.push(line);
    return new StateStore({ directory: this.directory, maxBytes: 2 ** 30, modelKey, log, ...options });
  }

  tokens(count: number, seed = 1): Token[] {
    return randomTokens(this.#mistral.reference, count, seed);
  }

  /** Names of the files with states, sorted. */
  async files(): Promise<readonly string[]> {
    return (await readdir(this.directory)).sort();
  }

  async clear(): Promise<void> {
    this.logged.length = 0;
    await rm(this.directory, { recursive: true, force: true });
  }

  async dispose(): Promise<void> {
    await this.#unload();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #unload(): Promise<void> {
    await this.#context?.model.dispose();
    this.#context = undefined;
    await this.#llama?.dispose();
  }
}

export interface LoadedTiny {
  readonly context: LlamaContext;
  readonly modelKey: string;
  readonly store: (options?: Partial<StateStoreOptions>) => StateStore;
}
