import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EngineClient } from '../../src/host/engine/engineClient.ts';
import type { EngineLaunch } from '../../src/host/engine/engineLaunch.ts';
import type { EngineStatus } from '../../src/host/engine/engineStatus.ts';
import { killEngine } from '../../src/host/engine/killEngine.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import type { EngineAddress, LoadParams } from '../../src/shared/engineProtocol.ts';

/** A signal that is never aborted. */
export const never = new AbortController().signal;

/** A folder in which the engines of one test meet; everything in it is ended and deleted by `dispose`. */
export class EngineFixture {
  readonly launch: EngineLaunch;
  readonly #clients: EngineClient[] = [];
  readonly #pids = new Set<number>();

  private constructor(directory: string, idleMs: number) {
    const entryPath = fileURLToPath(new URL('../../native/main.ts', import.meta.url));
    const statesDirectory = join(directory, 'states');
    this.launch = { nodePath: process.execPath, entryPath, directory, idleMs, statesDirectory };
  }

  static async create(options: { readonly idleMs?: number } = {}): Promise<EngineFixture> {
    const directory = await mkdtemp(join(tmpdir(), 'leeward-engine-'));
    return new EngineFixture(directory, options.idleMs ?? 60_000);
  }

  /** One window's client. */
  client(modelPath: string, options: ClientOptions = {}): EngineClient {
    const client = new EngineClient({
      launch: () => (options.entryPath === undefined ? this.launch : { ...this.launch, entryPath: options.entryPath }),
      loadParams: () => ({
        modelPath,
        contextSizeTokens: 2048,
        slidingWindow: 'off',
        gpu: 'cpu',
        threads: 1,
        ...options.params,
      }),
      onStatus: (status) => {
        if (status.kind === 'ready') this.#pids.add(status.pid);
        options.onStatus?.(status);
      },
    });
    this.#clients.push(client);
    return client;
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients) client.dispose();
    // Also one that never became ready.
    const served = await readFile(join(this.launch.directory, 'engine.json'), 'utf8').catch(() => undefined);
    if (served !== undefined) this.#pids.add((JSON.parse(served) as EngineAddress).pid);
    for (const pid of this.#pids) killEngine(pid);
    await this.ended();
    await rm(this.launch.directory, { recursive: true, force: true });
  }

  /** Resolves when every engine that was seen has ended. */
  async ended(): Promise<void> {
    while ([...this.#pids].some(isAlive)) await sleep(20);
  }
}

interface ClientOptions {
  readonly params?: Partial<LoadParams>;
  readonly onStatus?: (status: EngineStatus) => void;
  /** Another engine program than ours. */
  readonly entryPath?: string;
}

/** Whether a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A request that continues `text` greedily. */
export function continuation(text: string, options: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    purpose: 'completion',
    segments: [{ kind: 'text', text }],
    healTokens: false,
    maxTokens: 16,
    stop: [],
    stopTokens: [],
    sampling: { temperature: 0, topK: 0, topP: 1 },
    logProbabilities: false,
    ...options,
  };
}
